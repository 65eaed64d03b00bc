package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "new-key",
        description = {
            "For the operator: gives an account another key, when the one it has is lost or in the wrong hands.",
            "",
            "The old key opens nothing from then on. The new one is printed once, alone, on the standard output."
        },
        footer = {"", "Example:", "  tidemark accounts new-key harbour > harbour.key"})
final class AccountsKeyCommand extends ClientCommand {
    @Parameters(paramLabel = "ACCOUNT", description = "Such as harbour.")
    private String account = "";

    @Override
    Answer ask() {
        return remote.post("/v1/operator/accounts/" + Remote.encoded(account) + "/key", Remote.body());
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        out.println(answer.path("apiKey").asText());
        // Not on the standard output, which may go to a file: there the key is alone.
        spec.commandLine().getErr().println(answer.path("note").asText());
        spec.commandLine().getErr().flush();
    }
}
