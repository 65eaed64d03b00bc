package io.tidemark.exchange.cluster;

import io.tidemark.exchange.contract.PoolId;
import org.jspecify.annotations.Nullable;

/** An engine decided otherwise in a replay than it did the first time: it must not go on. */
public final class ReplayDivergedException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final String ADVICE =
            ": the engine does not decide as the one that wrote the journal; if that was another release, start it again";

    private ReplayDivergedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** A command came to something else than was written down. */
    static ReplayDivergedException outcome(PoolId pool, long sequence) {
        return new ReplayDivergedException(
                "replaying " + pool + " came to another result at sequence " + sequence + ADVICE, null);
    }

    /** A command that was applied once could not be applied again. */
    static ReplayDivergedException broken(PoolId pool, long sequence, RuntimeException cause) {
        return new ReplayDivergedException(
                "replaying " + pool + " broke at sequence " + sequence + " (" + cause + ")" + ADVICE, cause);
    }

    /** The same commands came to the same results, and yet the pools are not the same. */
    static ReplayDivergedException state(PoolId pool, long sequence) {
        return new ReplayDivergedException(
                "the replay of " + pool + " is not in the state of the pool itself at sequence " + sequence
                        + ", although every result up to there was the same: one of the two was damaged in memory,"
                        + " or the engine depends on something that is not in the journal",
                null);
    }
}
