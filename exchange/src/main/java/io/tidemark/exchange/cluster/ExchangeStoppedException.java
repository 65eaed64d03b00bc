package io.tidemark.exchange.cluster;

/**
 * The exchange stopped, or a pool halted, before the outcome of a command was known: ask again by client order id. If it is
 * a {@link NotEnteredException}, the command was certainly not entered.
 */
public class ExchangeStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ExchangeStoppedException(String why) {
        super(why);
    }

    public ExchangeStoppedException(String why, Throwable cause) {
        super(why, cause);
    }
}
