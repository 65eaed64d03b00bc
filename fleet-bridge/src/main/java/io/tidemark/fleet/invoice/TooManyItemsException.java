package io.tidemark.fleet.invoice;

/** A period has more lines than are read at once. */
public final class TooManyItemsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int most;

    TooManyItemsException(int most) {
        super("more than " + most + " lines");
        this.most = most;
    }

    /** How many lines an invoice may have. */
    public int most() {
        return most;
    }
}
