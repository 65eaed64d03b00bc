package io.tidemark.connectors.fix;

/** The log has let go of its beginning, and there is no good starting point behind it: nobody knows what firms are owed. */
public final class StartingPointLostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StartingPointLostException(String place, long firstOffset) {
        super("the FIX door cannot tell what firms are owed: " + place
                + " has no good starting point, and the journal begins at record " + firstOffset
                + "; stop, and put " + place + " back from a copy that was made later than that record");
    }
}
