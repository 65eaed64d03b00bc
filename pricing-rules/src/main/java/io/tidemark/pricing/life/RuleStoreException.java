package io.tidemark.pricing.life;

/** A store that cannot be read or written, or holds something else than was put there. */
public final class RuleStoreException extends RuntimeException {
    public RuleStoreException(String message) {
        super(message);
    }

    public RuleStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
