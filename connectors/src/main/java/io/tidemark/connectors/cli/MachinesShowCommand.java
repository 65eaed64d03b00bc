package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description =
                "The life of a node, and how it was sanitized each time: what was done to how many devices, with what.",
        footer = {"", "Example:", "  tidemark machines show b200-017 --key $OPERATOR_KEY"})
final class MachinesShowCommand extends ClientCommand {
    @Parameters(paramLabel = "NODE", description = "Its name.")
    private String node = "";

    @Override
    Answer ask() {
        return remote.get("/v1/operator/machines/" + Remote.encoded(node));
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        MachinesCommand.print(List.of(answer.path("machine")), out);
        out.println();
        Table life = new Table("AT", "FROM", "TO", "LEASE", "WHY");
        for (JsonNode step : answer.path("story")) {
            life.row(
                    step.path("at").asText(),
                    step.path("from").asText(),
                    step.path("to").asText(),
                    step.path("lease").asText(""),
                    step.path("why").asText());
        }
        life.print(out);
        for (JsonNode sanitizing : answer.path("sanitizings")) {
            out.println();
            out.println("Sanitizing " + sanitizing.path("epoch").asText()
                    + (sanitizing.path("complete").asBoolean() ? ", complete:" : ", NOT complete:"));
            Table steps = new Table("STEP", "RESULT", "DEVICES", "METHOD", "TOOL", "ENDED");
            for (JsonNode step : sanitizing.path("steps")) {
                steps.row(
                        step.path("step").asText(),
                        step.path("result").asText(),
                        step.path("devicesFound").asText() + " of "
                                + step.path("devicesExpected").asText(),
                        step.path("method").asText(),
                        step.path("tool").asText(),
                        step.path("endedAt").asText());
            }
            steps.print(out);
        }
    }
}
