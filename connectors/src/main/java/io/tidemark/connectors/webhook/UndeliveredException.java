package io.tidemark.connectors.webhook;

/** A message was not received, or it is not known that it was. The message of this says why, for the owner of the webhook. */
public final class UndeliveredException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UndeliveredException(String why) {
        super(why, null, false, false);
    }
}
