package io.tidemark.connectors.rest;

/** Another program listens on the port. */
public final class PortInUseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public PortInUseException(String host, int port, Throwable cause) {
        super("port " + port + " on " + host + " is in use by another program", cause);
    }
}
