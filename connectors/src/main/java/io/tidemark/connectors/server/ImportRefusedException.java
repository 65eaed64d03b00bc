package io.tidemark.connectors.server;

/** A market cannot be moved into a cluster. The message is fit to be shown. */
final class ImportRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ImportRefusedException(String message) {
        super(message);
    }
}
