package io.tidemark.connectors.server;

/** A market was begun in real time and should run at another speed, or the other way. The message is fit to be shown. */
final class OtherPaceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OtherPaceException(String place, boolean realTime) {
        super(
                realTime
                        ? "the market in " + place + " runs in real time, and could never come back to it from another"
                                + " speed: leave --speed out, and rehearse in another data directory"
                        : "the market in " + place
                                + " was begun as a rehearsal or a demo, whose time is its own: go on with"
                                + " the --speed it had, or begin in another data directory");
    }
}
