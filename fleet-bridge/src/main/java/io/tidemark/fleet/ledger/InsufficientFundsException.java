package io.tidemark.fleet.ledger;

/** An account would be below zero; nothing was written. */
public final class InsufficientFundsException extends LedgerException {
    private static final long serialVersionUID = 1;

    InsufficientFundsException(String message) {
        super(message);
    }
}
