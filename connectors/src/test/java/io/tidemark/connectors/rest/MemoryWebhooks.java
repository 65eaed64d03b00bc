package io.tidemark.connectors.rest;

import io.tidemark.connectors.webhook.WebhookSender;
import io.tidemark.exchange.notice.Happening;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Webhooks in a map, at most two of an account; their addresses are looked at as those of a market in earnest are. */
final class MemoryWebhooks implements WebhookDesk {
    private final WebhookSender sender = new WebhookSender(id -> Optional.empty(), false, Clock.systemUTC());
    private final Map<Long, Webhook> webhooks = new TreeMap<>();
    private final Map<Long, Long> owners = new TreeMap<>();
    private long last;

    @Override
    public synchronized List<Webhook> of(long account) {
        return webhooks.values().stream()
                .filter(webhook -> Long.valueOf(account).equals(owners.get(webhook.id())))
                .toList();
    }

    @Override
    public synchronized Optional<Made> add(long account, String url, Set<Happening> happenings) {
        sender.check(url);
        if (of(account).size() == most()) {
            return Optional.empty();
        }
        Webhook webhook = new Webhook(++last, url, happenings, 0, 0, 0, "");
        webhooks.put(webhook.id(), webhook);
        owners.put(webhook.id(), account);
        return Optional.of(new Made(webhook, "whsec_" + last));
    }

    @Override
    public synchronized boolean remove(long account, long id) {
        return owners.remove(id, account) && webhooks.remove(id) != null;
    }

    @Override
    public synchronized Optional<Outcome> test(long account, long id) {
        return of(account).stream()
                .filter(webhook -> webhook.id() == id)
                .findFirst()
                .map(webhook -> new Outcome("test-1", "it answered 500, and a success is 200 to 299"));
    }

    @Override
    public int most() {
        return 2;
    }
}
