package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "add",
        description = {
            "Has messages sent to an address from now on.",
            "",
            "The secret that they are signed with is printed once, alone, on the standard output."
        },
        footer = {"", "Example:", "  tidemark webhooks add https://example.com/tidemark > webhook.secret"})
final class WebhooksAddCommand extends ClientCommand {
    @Parameters(paramLabel = "URL", description = "Such as https://example.com/tidemark.")
    private String url = "";

    @Option(
            names = "--events",
            paramLabel = "EVENT",
            split = ",",
            description =
                    "lease.at_risk, lease.notice, lease.ready, lease.ended, delivery.failed, with commas between. Default:"
                            + " all.")
    private List<String> events = List.of();

    @Override
    Answer ask() {
        ObjectNode body = Remote.body().put("url", url);
        if (!events.isEmpty()) {
            events.forEach(body.putArray("events")::add);
        }
        return remote.post("/v1/webhooks", body);
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        out.println(answer.path("secret").asText());
        // Not on the standard output, which may go to a file: there the secret is alone.
        spec.commandLine()
                .getErr()
                .println("Webhook " + answer.path("webhookId").asText() + ". "
                        + answer.path("note").asText());
        spec.commandLine().getErr().flush();
    }
}
