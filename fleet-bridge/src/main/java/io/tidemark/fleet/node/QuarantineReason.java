package io.tidemark.fleet.node;

/** Why a node was isolated. */
public enum QuarantineReason {
    /** It does not answer. */
    NODE_DEAD(false),
    /** The backend has it with someone whom we did not give it to. */
    ORPHAN(false),
    /** The image or the health check failed; cleaning may help, so it is tried. */
    DEPLOY_FAILED(true),
    DEPLOY_TIMEOUT(true),
    /** A sanitizing step failed. */
    ERASE_FAILED(false),
    /** The backend says it is clean, and the report does not prove it. */
    NOT_PROVED(false),
    SANITIZE_TIMEOUT(false),
    RELEASE_TIMEOUT(false),
    /** The backend changed it behind our back. */
    UNEXPECTED(false);

    private final boolean cleaned;

    QuarantineReason(boolean cleaned) {
        this.cleaned = cleaned;
    }

    /** Whether it is sanitized without waiting for a person. */
    boolean isCleanedAtOnce() {
        return cleaned;
    }
}
