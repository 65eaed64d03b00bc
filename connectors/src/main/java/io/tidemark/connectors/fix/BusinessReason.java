package io.tidemark.connectors.fix;

/** Why a message as a whole is rejected: BusinessRejectReason, tag 380. The name goes out in tag 20002. */
enum BusinessReason {
    /** Too many messages of the session wait for the market; this one was not taken. */
    TOO_MANY_MESSAGES(8),
    /** The queue of the pool is full; nothing was entered. */
    BUSY(8),
    /** Whether it was carried out is not known. */
    OUTCOME_UNKNOWN(4),
    /** A question could not be answered. */
    UNAVAILABLE(4),
    /** A field is missing that is needed in this case. */
    FIELD_MISSING(5);

    private final int code;

    BusinessReason(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
