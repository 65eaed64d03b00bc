package io.tidemark.fleet.webhook;

/** The account has as many webhooks as it may. */
public final class TooManyWebhooksException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManyWebhooksException() {
        super("an account may have " + Webhooks.MOST + " webhooks");
    }
}
