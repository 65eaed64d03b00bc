package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "webhooks",
        description = {
            "Where you want to be told what happens to your lots: lists these addresses.",
            "",
            "Messages follow the Standard Webhooks specification: a POST with the headers webhook-id, webhook-timestamp and"
                    + " webhook-signature. One that is not received is sent again, with growing pauses, for half an hour."
        },
        subcommands = {WebhooksAddCommand.class, WebhooksTestCommand.class, WebhooksRemoveCommand.class},
        footer = {
            "",
            "Examples:",
            "  tidemark webhooks",
            "  tidemark webhooks add https://example.com/tidemark --events lease.at_risk,lease.notice",
            "  tidemark webhooks test 7",
            "  tidemark webhooks remove 7"
        })
final class WebhooksCommand extends ClientCommand {
    @Override
    Answer ask() {
        return remote.get("/v1/webhooks");
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        if (answer.path("webhooks").isEmpty()) {
            out.println("There is none. Make one with 'tidemark webhooks add URL'.");
            return;
        }
        Table table = new Table("WEBHOOK", "URL", "EVENTS", "WAITING", "UNDELIVERED", "PROBLEM");
        for (JsonNode webhook : answer.path("webhooks")) {
            List<String> events = new ArrayList<>();
            webhook.path("events").forEach(event -> events.add(event.asText()));
            table.row(
                    webhook.path("webhookId").asText(),
                    webhook.path("url").asText(),
                    String.join(",", events),
                    webhook.path("waiting").asText(),
                    webhook.path("undelivered").asText(),
                    webhook.path("problem").asText(""));
        }
        table.print(out);
    }
}
