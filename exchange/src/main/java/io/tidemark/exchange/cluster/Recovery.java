package io.tidemark.exchange.cluster;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.PoolEngine.Outcome;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings engines back from the journal: every command is applied again, and what comes of it must be what was written
 * down the first time.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Map<String, PoolEngine> engines = new ConcurrentHashMap<>();
    private long commands;
    private long latestTime = Long.MIN_VALUE;

    private final Progress progress = new Progress(System::nanoTime, LOG::info);

    private Recovery() {}

    /**
     * Replays a whole journal.
     *
     * @throws ReplayDivergedException if an engine decides otherwise than it did
     */
    static Recovery replay(Journal journal) {
        Recovery recovery = new Recovery();
        journal.recover(recovery::replay);
        return recovery;
    }

    private void replay(JournalRecord batch) {
        PoolEngine engine = engines.computeIfAbsent(batch.pool(), pool -> new PoolEngine(PoolId.parse(pool)));
        for (LoggedCommand logged : PoolLog.decode(batch)) {
            Outcome outcome = engine.apply(logged.time(), logged.draw(), logged.command());
            if (outcome.sequence() != logged.sequence()
                    || !outcome.reply().equals(logged.reply())
                    || !outcome.events().equals(logged.events())) {
                throw new ReplayDivergedException(engine.pool(), logged.sequence());
            }
            commands++;
        }
        latestTime = Math.max(latestTime, batch.time());
        progress.reached(commands);
    }

    /** By pool, live: engines that are opened later are put here. */
    Map<String, PoolEngine> engines() {
        return engines;
    }

    long commands() {
        return commands;
    }

    /** Market time of the last record, or {@link Long#MIN_VALUE} if the journal is empty. */
    long latestTime() {
        return latestTime;
    }
}
