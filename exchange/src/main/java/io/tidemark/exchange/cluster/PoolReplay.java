package io.tidemark.exchange.cluster;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.OtherReleaseException;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.PoolEngine.Outcome;

/**
 * An engine that is brought forward by the records of its pool: every command is applied again, and must come to what was
 * written down the first time.
 */
final class PoolReplay {
    private final PoolEngine engine;

    /** Goes on from where an engine is. */
    PoolReplay(PoolEngine engine) {
        this.engine = engine;
    }

    /** Begins before the first record. */
    static PoolReplay ofNew(String pool) {
        return new PoolReplay(new PoolEngine(PoolId.parse(pool)));
    }

    /**
     * Applies a record; nothing happens if the engine is past it.
     *
     * @return how many commands were applied
     * @throws RecoveryException if there are commands between the engine and the record
     * @throws ReplayDivergedException if the engine decides otherwise than it did
     * @throws OtherReleaseException if another release wrote the record
     */
    int apply(JournalRecord batch) {
        if (batch.lastSequence() <= engine.sequence()) {
            return 0;
        }
        if (batch.firstSequence() != engine.sequence() + 1) {
            throw RecoveryException.gap(batch.pool(), engine.sequence(), batch.firstSequence());
        }
        var commands = PoolLog.decode(batch);
        commands.forEach(this::apply);
        return commands.size();
    }

    private void apply(LoggedCommand logged) {
        Outcome outcome;
        try {
            outcome = engine.apply(logged.time(), logged.draw(), logged.command());
        } catch (RuntimeException broken) {
            throw ReplayDivergedException.broken(engine.pool(), logged.sequence(), broken);
        }
        if (outcome.sequence() != logged.sequence()
                || outcome.time() != logged.time()
                || !outcome.reply().equals(logged.reply())
                || !outcome.events().equals(logged.events())) {
            throw ReplayDivergedException.outcome(engine.pool(), logged.sequence());
        }
    }

    PoolEngine engine() {
        return engine;
    }
}
