package io.tidemark.connectors.rest;

/** A deposit came under a key that stands for another one; nothing was moved. */
public final class TransferReusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TransferReusedException(String key) {
        super("the key " + key + " stands for another deposit");
    }
}
