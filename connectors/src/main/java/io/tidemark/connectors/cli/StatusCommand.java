package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

@Command(
        name = "status",
        description = {
            "What the exchange is doing: market time, and the phase of each pool.",
            "",
            "CONTINUOUS: orders trade at once. CALL: orders are collected, and trade at one price when the call ends."
                    + " HALT: only cancels work."
        },
        footer = {"", "Example:", "  tidemark status"})
final class StatusCommand extends ClientCommand {
    @Override
    Answer ask() {
        return remote.get("/v1/status");
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        out.println("Market time " + answer.path("marketTime").asText());
        Table table = new Table("POOL", "PHASE", "REASON", "UNTIL");
        for (JsonNode pool : answer.path("pools")) {
            table.row(
                    pool.path("pool").asText(),
                    pool.path("phase").asText(),
                    Show.text(pool, "callReason"),
                    Show.text(pool, "phaseEndsAt"));
        }
        table.print(out);
    }
}
