package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

@Command(
        name = "nodes",
        description = {
            "Your nodes, one line each, and where they answer to your SSH key.",
            "",
            "A simulated node has no machine behind it: there is nothing to log in to."
        },
        footer = {"", "Examples:", "  tidemark nodes", "  tidemark nodes --json"})
final class NodesCommand extends ClientCommand {
    @Override
    Answer ask() {
        return remote.get("/v1/nodes");
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        JsonNode nodes = answer.path("nodes");
        if (nodes.isEmpty()) {
            out.println("No nodes.");
            return;
        }
        Table table = new Table("NODE", "LEASE", "POOL", "STATE", "SSH", "SIMULATED");
        for (JsonNode node : nodes) {
            table.row(
                    node.path("node").asText(),
                    node.path("leaseId").asText(),
                    node.path("pool").asText(),
                    node.path("state").asText(),
                    node.path("sshHost").asText() + ":" + node.path("sshPort").asText(),
                    node.path("simulated").asBoolean() ? "yes" : "no");
        }
        table.print(out);
    }
}
