package io.tidemark.fleet.webhook;

import io.tidemark.exchange.notice.Happening;
import java.util.Set;

/**
 * An address at which an account wants to be told.
 *
 * @param happenings of which it wants to hear
 * @param createdAt epoch milliseconds, real time
 * @param waiting messages that are tried now, or again later
 * @param undelivered messages that were given up after too many attempts
 * @param problem what went wrong last with one of these; empty if nothing
 */
public record Webhook(
        long id,
        long account,
        String url,
        Set<Happening> happenings,
        long createdAt,
        long waiting,
        long undelivered,
        String problem) {
    public Webhook {
        happenings = Set.copyOf(happenings);
    }
}
