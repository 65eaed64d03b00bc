package io.tidemark.fleet.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.exchange.notice.HolderNotice;
import java.time.Instant;

/** The body of a message, in the form of the Standard Webhooks specification: type, timestamp and data. */
public final class WebhookMessage {
    /** The type of a message that tells of nothing. */
    public static final String TEST = "webhook.test";

    private WebhookMessage() {}

    /** One line of JSON; {@code data} has the fields of a notice on the event stream. Instants are market time. */
    public static String of(HolderNotice notice) {
        ObjectNode body = begin(notice.happening().type(), notice.at());
        ObjectNode data = body.putObject("data")
                .put("id", notice.id())
                .put("pool", notice.pool().toString())
                .put("leaseId", notice.leaseId())
                .put("lots", notice.lots())
                .put("reason", notice.reason());
        notice.endsAt().ifPresent(end -> data.put("endsAt", instant(end)));
        return body.toString();
    }

    /** One that tells of nothing. */
    public static String test(long at) {
        ObjectNode body = begin(TEST, at);
        body.putObject("data").put("reason", "TEST");
        return body.toString();
    }

    private static ObjectNode begin(String type, long at) {
        return JsonNodeFactory.instance.objectNode().put("type", type).put("timestamp", instant(at));
    }

    private static String instant(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
