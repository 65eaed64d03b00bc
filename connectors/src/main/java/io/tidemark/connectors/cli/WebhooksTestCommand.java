package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "test",
        description =
                "Sends a message that tells of nothing, and says what came of it; the exit code is 1 if it was not received.",
        footer = {"", "Example:", "  tidemark webhooks test 7"})
final class WebhooksTestCommand extends ClientCommand {
    @Parameters(paramLabel = "WEBHOOK", description = "Its number, as 'tidemark webhooks' lists it.")
    private String webhook = "";

    @Override
    Answer ask() {
        return remote.post("/v1/webhooks/" + Remote.encoded(webhook) + "/test", Remote.body());
    }

    @Override
    int exitCode(JsonNode answer) {
        return answer.path("delivered").asBoolean() ? 0 : 1;
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        out.println(
                answer.path("delivered").asBoolean()
                        ? "Received, as " + answer.path("messageId").asText() + "."
                        : "Not received: " + answer.path("problem").asText() + ".");
    }
}
