package io.tidemark.exchange.pool;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.pool.PoolEngine.Outcome;
import io.tidemark.exchange.pool.RandomHistory.Step;
import java.util.ArrayList;
import java.util.List;

/** A {@link RandomHistory} as the log of a pool has it, for tests outside this package. */
public final class RandomLog {
    private RandomLog() {}

    /** A made-up day of some pool, from a seed; somewhat more commands than asked for. */
    public static List<LoggedCommand> of(PoolId pool, long seed, int commands) {
        PoolEngine engine = new PoolEngine(pool);
        List<LoggedCommand> log = new ArrayList<>();
        for (Step step : RandomHistory.play(seed, commands).steps()) {
            Outcome outcome = engine.apply(step.time(), step.draw(), step.command());
            log.add(new LoggedCommand(
                    outcome.sequence(),
                    outcome.time(),
                    step.draw(),
                    step.command(),
                    outcome.reply(),
                    outcome.events()));
        }
        return log;
    }
}
