package io.tidemark.connectors.webhook;

import io.tidemark.fleet.settlement.HolderPort;
import io.tidemark.fleet.settlement.Task;
import io.tidemark.fleet.webhook.WebhookKey;
import io.tidemark.fleet.webhook.WebhookMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongFunction;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

/** Sends messages to webhooks. Thread-safe. */
public final class WebhookSender implements HolderPort, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int SUCCESS = 2;
    private static final int HUNDRED = 100;

    private final LongFunction<Optional<WebhookKey>> keys;
    private final AddressGuard guard;
    private final Clock clock;
    private final PinnedPost post;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "tidemark-webhook-timer");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * A sender.
     *
     * @param keys address and secret of a webhook, by its id; empty once it is removed
     * @param privateToo whether addresses that are not public may be sent to, and this machine without TLS
     * @param clock real time
     */
    public WebhookSender(LongFunction<Optional<WebhookKey>> keys, boolean privateToo, Clock clock) {
        this(keys, privateToo, clock, (SSLSocketFactory) SSLSocketFactory.getDefault(), PATIENCE);
    }

    WebhookSender(
            LongFunction<Optional<WebhookKey>> keys,
            boolean privateToo,
            Clock clock,
            SSLSocketFactory tls,
            Duration patience) {
        this.keys = keys;
        this.guard = new AddressGuard(privateToo);
        this.clock = clock;
        this.post = new PinnedPost(tls, timer, patience);
    }

    /**
     * Whether messages could go there: it can be read, and its host has addresses that may be talked to.
     *
     * @throws UnsuitableUrlException if not
     * @throws UndeliveredException if the host has no address
     */
    public void check(String url) {
        guard.resolve(WebhookUrl.parse(url, guard).host());
    }

    @Override
    public void tell(String idempotencyKey, Task task) {
        // A webhook that was removed meanwhile wants nothing any more.
        keys.apply(task.key().subject()).ifPresent(key -> send(key, task.idOfWord(), task.message()));
    }

    /**
     * Sends a message that tells of nothing.
     *
     * @param id of the message
     * @param at market time, epoch milliseconds
     * @throws UndeliveredException if it was not received
     */
    public void test(WebhookKey key, String id, long at) {
        send(key, id, WebhookMessage.test(at));
    }

    private void send(WebhookKey key, String id, String body) {
        int status;
        try {
            WebhookUrl url = WebhookUrl.parse(key.url(), guard);
            InetAddress address = guard.resolve(url.host());
            long timestamp = clock.instant().getEpochSecond();
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("webhook-id", id);
            headers.put("webhook-timestamp", Long.toString(timestamp));
            headers.put("webhook-signature", Signature.of(key.secret(), id, timestamp, body));
            status = post.send(url, address, headers, body);
        } catch (UnsuitableUrlException unsuitable) {
            throw new UndeliveredException("nothing is sent there any more: " + unsuitable.getMessage());
        } catch (SSLException untrusted) {
            throw new UndeliveredException("no secure connection: " + untrusted.getMessage());
        } catch (SocketException cut) {
            throw new UndeliveredException(
                    "no connection, or no answer within " + PATIENCE.toSeconds() + " seconds: " + cut.getMessage());
        } catch (IOException failed) {
            throw new UndeliveredException("no answer: " + failed.getMessage());
        }
        if (status / HUNDRED != SUCCESS) {
            throw new UndeliveredException("it answered " + status + ", and a success is 200 to 299");
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
