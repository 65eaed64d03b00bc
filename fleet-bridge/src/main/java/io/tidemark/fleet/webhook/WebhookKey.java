package io.tidemark.fleet.webhook;

import java.util.Base64;

/**
 * What is needed to send to a webhook.
 *
 * @param secret 32 bytes; the key of the HMAC that signs its messages
 */
@SuppressWarnings("ArrayRecordComponent") // It is never compared.
public record WebhookKey(long id, String url, byte[] secret) {
    /** As its owner keeps it, in the form of the Standard Webhooks specification: {@code whsec_} and base64. */
    public String text() {
        return "whsec_" + Base64.getEncoder().encodeToString(secret);
    }

    /** Without the secret: records get logged. */
    @Override
    public String toString() {
        return "WebhookKey[" + id + ", " + url + "]";
    }
}
