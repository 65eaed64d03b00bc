package io.tidemark.connectors.rest;

/** Another program listens on the port. The message is fit to be shown as it is. */
public final class PortInUseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PortInUseException(String host, int port, Throwable cause) {
        super(
                "port " + port + " on " + host + " is in use by another program: stop that one, or choose another port"
                        + " with --port",
                cause);
    }
}
