package io.tidemark.connectors.server;

/** The members of a cluster were not given so that one could be made of them. The message is fit to be shown. */
final class MalformedPeersException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedPeersException(String message) {
        super(message);
    }
}
