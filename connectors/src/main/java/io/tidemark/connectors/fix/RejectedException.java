package io.tidemark.connectors.fix;

/** A request that cannot be passed on to the market; the message is fit for tag 58. */
final class RejectedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final RejectReason reason;
    private final String text;

    RejectedException(RejectReason reason, String problem, String remedy) {
        super(problem + "; " + remedy);
        this.text = problem + "; " + remedy;
        this.reason = reason;
    }

    RejectReason reason() {
        return reason;
    }

    /** For tag 58. */
    String text() {
        return text;
    }
}
