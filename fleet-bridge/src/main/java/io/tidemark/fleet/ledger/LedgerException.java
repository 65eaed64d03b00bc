package io.tidemark.fleet.ledger;

/** The books cannot take this in; nothing was written. */
public class LedgerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LedgerException(String message) {
        super(message);
    }
}
