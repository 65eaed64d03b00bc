package io.tidemark.connectors.fix;

/** Another program listens on the port. */
public final class FixPortInUseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FixPortInUseException(String host, int port, Throwable cause) {
        super("port " + port + " on " + host + " is in use by another program", cause);
    }
}
