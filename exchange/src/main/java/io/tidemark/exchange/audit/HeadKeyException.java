package io.tidemark.exchange.audit;

/** The key for signing heads cannot be used. */
public final class HeadKeyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    HeadKeyException(String message) {
        super(message);
    }

    HeadKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
