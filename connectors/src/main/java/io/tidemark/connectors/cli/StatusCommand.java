package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;

@Command(
        name = "status",
        description = {
            "How the exchange is: market time, the phase of each pool, and its health as a whole; with the operator's key,"
                    + " of every part, with what is wrong and what to do.",
            "",
            "CONTINUOUS: orders trade at once. CALL: orders are collected, and trade at one price when the call ends."
                    + " HALT: only cancels work.",
            "",
            "Exit code: 0 OK, 1 DEGRADED (the market goes on, but somebody should look), 2 DOWN, 3 no answer at all."
        },
        footer = {"", "Examples:", "  tidemark status", "  tidemark status --key $OPERATOR_KEY"})
final class StatusCommand extends ClientCommand {
    private static final int DEGRADED = 1;
    private static final int DOWN = 2;

    @Override
    Answer ask() {
        return remote.get("/v1/status");
    }

    @Override
    int exitCode(JsonNode answer) {
        return switch (answer.path("health").asText()) {
            case "OK" -> 0;
            case "DEGRADED" -> DEGRADED;
            default -> DOWN;
        };
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        out.println(answer.path("health").asText() + "  market time "
                + answer.path("marketTime").asText());
        out.println();
        Table table = new Table("POOL", "PHASE", "REASON", "UNTIL");
        for (JsonNode pool : answer.path("pools")) {
            table.row(
                    pool.path("pool").asText(),
                    Show.text(pool, "phase"),
                    Show.text(pool, "callReason"),
                    Show.text(pool, "phaseEndsAt"));
        }
        table.print(out);
        if (answer.path("parts").isArray()) {
            parts(answer.path("parts"), out);
        } else if (!answer.path("health").asText().equals("OK")) {
            out.println();
            out.println("Which part it is, the operator sees: tidemark status --key $OPERATOR_KEY");
        }
    }

    private static void parts(JsonNode parts, PrintWriter out) {
        out.println();
        Table table = new Table("PART", "HEALTH", "FINDING");
        for (JsonNode part : parts) {
            table.row(
                    part.path("part").asText(),
                    part.path("health").asText(),
                    part.path("finding").asText());
        }
        table.print(out);
        String todo = StreamSupport.stream(parts.spliterator(), false)
                .filter(part -> part.hasNonNull("remedy"))
                .map(part -> "  " + part.path("part").asText() + ": "
                        + part.path("remedy").asText())
                .collect(Collectors.joining(System.lineSeparator()));
        if (!todo.isEmpty()) {
            out.println();
            out.println("What to do:");
            out.println(todo);
        }
    }
}
