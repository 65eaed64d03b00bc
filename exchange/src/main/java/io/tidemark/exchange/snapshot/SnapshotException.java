package io.tidemark.exchange.snapshot;

/** Snapshots could not be written or read. The journal is untouched by it. */
public final class SnapshotException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SnapshotException(String message, Throwable cause) {
        super(message, cause);
    }
}
