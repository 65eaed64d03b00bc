package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "remove",
        description =
                "Has nothing more sent to an address. What it was not told yet is dropped, and its secret is forgotten.",
        footer = {"", "Example:", "  tidemark webhooks remove 7"})
final class WebhooksRemoveCommand extends ClientCommand {
    @Parameters(paramLabel = "WEBHOOK", description = "Its number, as 'tidemark webhooks' lists it.")
    private String webhook = "";

    @Override
    Answer ask() {
        return remote.delete("/v1/webhooks/" + Remote.encoded(webhook));
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        out.println("Webhook " + webhook + " is removed.");
    }
}
