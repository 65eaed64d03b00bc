package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "repaired",
        description =
                "Says that a node in quarantine is repaired: it is sanitized, and serves again when that is proved.",
        footer = {"", "Example:", "  tidemark machines repaired b200-017 --key $OPERATOR_KEY"})
final class MachinesRepairedCommand extends ClientCommand {
    @Parameters(paramLabel = "NODE", description = "Its name.")
    private String node = "";

    @Override
    Answer ask() {
        return remote.post("/v1/operator/machines/" + Remote.encoded(node) + "/repaired", Remote.body());
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        MachinesCommand.print(List.of(answer), out);
    }
}
