package io.tidemark.connectors.account;

/** The name belongs to another account, which keeps it and its key. */
public final class NameTakenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NameTakenException(String name) {
        super("there is an account named '" + name + "' already");
    }
}
