package io.tidemark.connectors.fix;

/** Another program listens on the port. The message is fit to be shown as it is. */
public final class FixPortInUseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FixPortInUseException(String host, int port, Throwable cause) {
        super(
                "port " + port + " on " + host + " is in use by another program: stop that one, or choose another port"
                        + " with --fix-port",
                cause);
    }
}
