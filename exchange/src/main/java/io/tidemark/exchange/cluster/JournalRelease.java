package io.tidemark.exchange.cluster;

import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalConsumer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the journal go as far as the slowest of those who need it: the kept snapshots of every pool, and every consumer. */
final class JournalRelease {
    private static final Logger LOG = LoggerFactory.getLogger(JournalRelease.class);

    private final Journal journal;
    private final List<JournalConsumer> consumers;

    JournalRelease(Journal journal, List<JournalConsumer> consumers) {
        this.journal = journal;
        this.consumers = List.copyOf(consumers);
    }

    /** Releases what nobody needs; nothing if somebody cannot be asked, or a pool has no snapshot yet. */
    void release(Collection<ShadowPool> pools) {
        long needed = Long.MAX_VALUE;
        for (ShadowPool pool : pools) {
            Optional<Long> from = pool.neededFrom();
            if (from.isEmpty()) {
                return;
            }
            needed = Math.min(needed, from.get());
        }
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
        if (needed != Long.MAX_VALUE && needed > journal.firstOffset()) {
            journal.release(needed);
        }
    }
}
