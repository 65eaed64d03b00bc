package io.tidemark.exchange.audit;

/** A line is not a signed head. */
public final class MalformedHeadException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int SHOWN = 60;

    MalformedHeadException(String line) {
        super("not a signed head: '" + line.substring(0, Math.min(SHOWN, line.length())) + "'; it should be a line that"
                + " 'tidemark audit head' has printed, beginning with 'tidemark-head 1 pool='");
    }
}
