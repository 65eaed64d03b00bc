package io.tidemark.exchange.cluster;

/** A member cannot listen where its peers would look for it. The message is fit to be shown as it is. */
public final class MemberPortInUseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MemberPortInUseException(String address, Throwable cause) {
        super(
                "another program listens on " + address
                        + ", where this member's peers would look for it: stop that one, or"
                        + " give this member another port, in the list of peers of every member",
                cause);
    }
}
