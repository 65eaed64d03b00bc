package io.tidemark.simulations.world;

/** A simulated market broke: a law did not hold, or a part of it failed. The message says how to see it again. */
public final class BrokenWorldException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenWorldException(String message, Throwable cause) {
        super(message, cause);
    }
}
