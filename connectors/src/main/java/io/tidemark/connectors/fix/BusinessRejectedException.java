package io.tidemark.connectors.fix;

/** A message that is rejected as a whole; the message is fit for tag 58. */
final class BusinessRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final BusinessReason reason;
    private final String text;

    BusinessRejectedException(BusinessReason reason, String text) {
        super(text);
        this.text = text;
        this.reason = reason;
    }

    BusinessReason reason() {
        return reason;
    }

    /** For tag 58. */
    String text() {
        return text;
    }
}
