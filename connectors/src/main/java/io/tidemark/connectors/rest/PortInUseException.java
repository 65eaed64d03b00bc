package io.tidemark.connectors.rest;

/** Another program listens on the port. The message is fit to be shown as it is. */
public final class PortInUseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The port that an option of the program gives. */
    public PortInUseException(String host, int port, String option, Throwable cause) {
        super(
                "port " + port + " on " + host + " is in use by another program: stop that one, or choose another port"
                        + " with " + option,
                cause);
    }
}
