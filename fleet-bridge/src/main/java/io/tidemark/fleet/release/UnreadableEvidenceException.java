package io.tidemark.fleet.release;

/** A log that does not say what its prices were made of, or not in a form of this release. */
public final class UnreadableEvidenceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreadableEvidenceException(String message) {
        super(message);
    }

    UnreadableEvidenceException(String message, Throwable cause) {
        super(message, cause);
    }
}
