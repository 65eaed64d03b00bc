package io.tidemark.exchange.duty;

/** The database that knows who does what cannot be asked. */
public final class DutyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DutyException(String message, Throwable cause) {
        super(message, cause);
    }
}
