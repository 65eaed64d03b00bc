package io.tidemark.connectors.invoice;

/** A period has more lines than one invoice may have. */
public final class InvoiceTooLongException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int most;

    public InvoiceTooLongException(int most) {
        super("more than " + most + " lines");
        this.most = most;
    }

    /** How many lines it may have. */
    public int most() {
        return most;
    }
}
