package io.tidemark.fleet.driver;

/** A node has seen a later generation: whoever asked has been overtaken, and must not ask again. */
public class StaleGenerationException extends DriverException {
    private static final long serialVersionUID = 1;

    public StaleGenerationException(NodeRef node, long asked, long seen) {
        super("generation " + asked + " for " + node + ", which has seen " + seen);
    }
}
