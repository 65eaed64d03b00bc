package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "statement",
        description = {
            "What moved in your home balance, the oldest first.",
            "",
            "Orders take along what they need; what is free again in a pool comes home. See 'tidemark account' for what is"
                    + " in the pools."
        },
        footer = {"", "Examples:", "  tidemark statement", "  tidemark statement --limit 20 --after 117"})
final class StatementCommand extends ClientCommand {
    @Option(names = "--after", paramLabel = "ID", description = "Only what came after this movement.")
    private @Nullable String after;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many. Default: ${DEFAULT-VALUE}.",
            defaultValue = "100")
    private int limit;

    @Override
    Answer ask() {
        return remote.get("/v1/statement?limit=" + limit + (after == null ? "" : "&after=" + Remote.encoded(after)));
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        JsonNode movements = answer.path("movements");
        if (movements.isEmpty()) {
            out.println("Nothing moved.");
            return;
        }
        Table table = new Table("ID", "AT", "WHAT", "AMOUNT USD", "BALANCE USD");
        for (JsonNode movement : movements) {
            table.row(
                    movement.path("id").asText(),
                    movement.path("at").asText(),
                    movement.path("kind").asText(),
                    movement.path("amountUsd").asText(),
                    movement.path("balanceUsd").asText());
        }
        table.print(out);
        if (answer.hasNonNull("nextAfter")) {
            out.println("There are more: --after " + answer.path("nextAfter").asText());
        }
    }
}
