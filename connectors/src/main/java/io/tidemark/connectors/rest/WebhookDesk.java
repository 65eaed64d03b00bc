package io.tidemark.connectors.rest;

import io.tidemark.exchange.notice.Happening;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where accounts want to be told. Instants are epoch milliseconds of real time. */
public interface WebhookDesk {
    /** Those of an account, the oldest first. */
    List<Webhook> of(long account);

    /**
     * Makes one.
     *
     * @return empty if the account has as many as it may
     * @throws io.tidemark.connectors.webhook.UnsuitableUrlException if nothing is sent there
     * @throws io.tidemark.connectors.webhook.UndeliveredException if its host has no address
     */
    Optional<Made> add(long account, String url, Set<Happening> happenings);

    /** Removes one; gives whether the account had it. */
    boolean remove(long account, long id);

    /** Sends a message that tells of nothing, and waits for what comes of it; empty if the account has no such webhook. */
    Optional<Outcome> test(long account, long id);

    /** How many an account may have. */
    int most();

    /**
     * One that there is.
     *
     * @param waiting messages that are tried now, or again later
     * @param undelivered messages that were given up
     * @param problem what went wrong last with one of these; empty if nothing
     */
    record Webhook(
            long id,
            String url,
            Set<Happening> happenings,
            long createdAt,
            long waiting,
            long undelivered,
            String problem) {}

    /** One that was just made, with the secret, which is not told again. */
    record Made(Webhook webhook, String secret) {
        @Override
        public String toString() {
            return webhook.toString();
        }
    }

    /** What came of a message; {@code problem} is empty if it was received. */
    record Outcome(String messageId, String problem) {}
}
