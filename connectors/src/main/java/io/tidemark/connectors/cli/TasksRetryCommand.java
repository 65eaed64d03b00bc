package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "retry",
        description = "Makes a parked task due again, from the step at which it failed.",
        footer = {"", "Example:", "  tidemark tasks retry 4711 --key $OPERATOR_KEY"})
final class TasksRetryCommand extends ClientCommand {
    @Parameters(paramLabel = "ID", description = "The number that 'tidemark tasks' shows.")
    private String id = "";

    @Override
    Answer ask() {
        return remote.post("/v1/operator/tasks/" + Remote.encoded(id) + "/retry", Remote.body());
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        TasksCommand.print(List.of(answer), out);
    }
}
