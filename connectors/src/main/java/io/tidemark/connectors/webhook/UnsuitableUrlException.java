package io.tidemark.connectors.webhook;

/** Nothing is sent to such a URL. */
public final class UnsuitableUrlException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String remedy;

    UnsuitableUrlException(String why, String remedy) {
        super(why, null, false, false);
        this.remedy = remedy;
    }

    /** What would work. */
    public String remedy() {
        return remedy;
    }
}
