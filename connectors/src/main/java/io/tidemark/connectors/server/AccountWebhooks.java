package io.tidemark.connectors.server;

import io.tidemark.connectors.rest.WebhookDesk;
import io.tidemark.connectors.webhook.UndeliveredException;
import io.tidemark.connectors.webhook.WebhookSender;
import io.tidemark.exchange.notice.Happening;
import io.tidemark.fleet.webhook.TooManyWebhooksException;
import io.tidemark.fleet.webhook.WebhookKey;
import io.tidemark.fleet.webhook.Webhooks;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;

/** The rows of webhooks and the way to them, as the door shows them. */
final class AccountWebhooks implements WebhookDesk {
    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Webhooks webhooks;
    private final WebhookSender sender;
    private final LongSupplier marketTime;

    AccountWebhooks(Webhooks webhooks, WebhookSender sender, LongSupplier marketTime) {
        this.webhooks = webhooks;
        this.sender = sender;
        this.marketTime = marketTime;
    }

    @Override
    public List<Webhook> of(long account) {
        return webhooks.of(account).stream().map(AccountWebhooks::webhook).toList();
    }

    private static Webhook webhook(io.tidemark.fleet.webhook.Webhook row) {
        return new Webhook(
                row.id(),
                row.url(),
                row.happenings(),
                row.createdAt(),
                row.waiting(),
                row.undelivered(),
                row.problem());
    }

    @Override
    public Optional<Made> add(long account, String url, Set<Happening> happenings) {
        sender.check(url);
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        long now = System.currentTimeMillis();
        try {
            WebhookKey key = webhooks.add(account, url, happenings, secret, now);
            return Optional.of(new Made(new Webhook(key.id(), url, happenings, now, 0, 0, ""), key.text()));
        } catch (TooManyWebhooksException full) {
            return Optional.empty();
        }
    }

    @Override
    public boolean remove(long account, long id) {
        return webhooks.remove(account, id);
    }

    @Override
    public Optional<Outcome> test(long account, long id) {
        boolean own = webhooks.of(account).stream().anyMatch(webhook -> webhook.id() == id);
        return own ? webhooks.key(id).map(this::test) : Optional.empty();
    }

    private Outcome test(WebhookKey key) {
        String id = "test-" + UUID.randomUUID();
        try {
            sender.test(key, id, marketTime.getAsLong());
            return new Outcome(id, "");
        } catch (UndeliveredException undelivered) {
            return new Outcome(id, String.valueOf(undelivered.getMessage()));
        }
    }

    @Override
    public int most() {
        return Webhooks.MOST;
    }
}
