package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "session",
        description = {
            "For the operator: gives an account a FIX session, which it keeps for ever.",
            "",
            "It can log on at once, with its name and its API key."
        },
        footer = {"", "Example:", "  tidemark accounts session harbour --comp-id HARBOUR"})
final class AccountsSessionCommand extends ClientCommand {
    @Parameters(paramLabel = "ACCOUNT", description = "Such as harbour.")
    private String account = "";

    @Option(
            names = "--comp-id",
            required = true,
            paramLabel = "COMPID",
            description = "Its SenderCompID: 1 to 16 capital letters and digits, beginning with a letter.")
    private String compId = "";

    @Override
    Answer ask() {
        return remote.post(
                "/v1/operator/accounts/" + Remote.encoded(account) + "/fix-sessions",
                Remote.body().put("compId", compId));
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        out.println(answer.path("note").asText());
    }
}
