package io.tidemark.connectors.fix;

/** A message that is rejected as a whole; the message is fit for tag 58. */
final class BusinessRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final BusinessReason reason;

    BusinessRejectedException(BusinessReason reason, String text) {
        super(text);
        this.reason = reason;
    }

    BusinessReason reason() {
        return reason;
    }
}
