package io.tidemark.exchange.cluster;

/** The pool is not served here, or not any more, and the command was certainly not entered: it may be sent again. */
public final class NotEnteredException extends ExchangeStoppedException {
    private static final long serialVersionUID = 1;

    public NotEnteredException(String why) {
        super(why);
    }

    private NotEnteredException(String why, Throwable cause) {
        super(why, cause);
    }

    /** For whoever still waited when a pool stopped. */
    static NotEnteredException because(ExchangeStoppedException stopped) {
        return new NotEnteredException(String.valueOf(stopped.getMessage()), stopped);
    }
}
