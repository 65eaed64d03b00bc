package io.tidemark.exchange.cluster;

import io.tidemark.exchange.cluster.SnapshotWriter.Replicas;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalConsumer;
import io.tidemark.exchange.journal.JournalException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the journal go as far as the slowest of those who need it: the kept snapshots of every pool, and every consumer. Of a
 * pool there must be two, if so many are kept at all, so that one that turns out to be damaged is not the last.
 */
final class JournalRelease {
    private static final Logger LOG = LoggerFactory.getLogger(JournalRelease.class);

    private static final int FEWEST = 2;

    private final Journal journal;
    private final List<JournalConsumer> consumers;
    private final int fewest;

    JournalRelease(Journal journal, List<JournalConsumer> consumers, ShadowOptions options) {
        this.journal = journal;
        this.consumers = List.copyOf(consumers);
        this.fewest = Math.min(FEWEST, options.keep());
    }

    /** Releases what nobody needs; nothing if somebody cannot be asked, or a pool has too few snapshots yet. */
    void release(Replicas replicas) {
        Optional<Long> snapshots = neededFrom(replicas);
        if (snapshots.isEmpty()) {
            return;
        }
        long needed = snapshots.get();
        for (JournalConsumer consumer : consumers) {
            try {
                needed = Math.min(needed, consumer.neededFrom());
            } catch (RuntimeException silent) {
                LOG.warn(
                        "the journal keeps everything for now: {} does not say what it needs: {}",
                        consumer.consumerName(),
                        silent.toString());
                return;
            }
        }
        try {
            if (needed > journal.firstOffset()) {
                journal.release(needed);
            }
        } catch (JournalException away) {
            LOG.warn("the journal keeps everything for now: {}", away.getMessage());
        }
    }

    /** A pool that has had no record needs none that was read already. */
    private Optional<Long> neededFrom(Replicas replicas) {
        synchronized (replicas) {
            long needed = replicas.offset();
            for (ShadowPool pool : replicas.replicas()) {
                if (pool.isUntouched()) {
                    continue;
                }
                Optional<Long> from = pool.neededFrom(fewest);
                if (from.isEmpty()) {
                    return Optional.empty();
                }
                needed = Math.min(needed, from.get());
            }
            return Optional.of(needed);
        }
    }
}
