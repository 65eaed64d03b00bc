package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "open",
        description = {
            "For the operator: opens an account that may view and trade.",
            "",
            "Its key is printed once, alone, on the standard output."
        },
        footer = {"", "Example:", "  tidemark accounts open harbour > harbour.key"})
final class AccountsOpenCommand extends ClientCommand {
    @Parameters(paramLabel = "ACCOUNT", description = "Such as harbour.")
    private String account = "";

    @Override
    Answer ask() {
        return remote.post("/v1/operator/accounts", Remote.body().put("name", account));
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        out.println(answer.path("apiKey").asText());
        // Not on the standard output, which may go to a file: there the key is alone.
        spec.commandLine().getErr().println(answer.path("note").asText());
        spec.commandLine().getErr().flush();
    }
}
