package io.tidemark.fleet.ledger;

/** A key was used before, for something else; nothing was written. */
public final class KeyConflictException extends LedgerException {
    private static final long serialVersionUID = 1;

    KeyConflictException(String message) {
        super(message);
    }
}
