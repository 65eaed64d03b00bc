package io.tidemark.exchange.feed;

/** A journal was written by a release whose engine decides, or whose records read, differently from this one's. */
public final class OtherReleaseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OtherReleaseException() {
        super("the journal was written by another release of Tidemark;"
                + " open it with that one, or begin a new market in another data directory");
    }
}
