package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "machines",
        description = {
            "For the operator: every node behind the pools, where it is in its life, and why it stands in quarantine.",
            "",
            "A node in quarantine serves nobody. What a cleaning can mend is cleaned by itself; everything else waits for a"
                    + " person: see why, repair it, and say so. It is sanitized before it serves again."
        },
        subcommands = {MachinesShowCommand.class, MachinesRepairedCommand.class},
        footer = {
            "",
            "Examples:",
            "  tidemark machines --state quarantined --key $OPERATOR_KEY",
            "  tidemark machines show b200-017 --key $OPERATOR_KEY",
            "  tidemark machines repaired b200-017 --key $OPERATOR_KEY"
        })
final class MachinesCommand extends ClientCommand {
    @Option(names = "--pool", paramLabel = "POOL", description = "Only of this pool.")
    private @Nullable String pool;

    @Option(names = "--state", paramLabel = "STATE", description = "Only in this state, such as quarantined or leased.")
    private @Nullable String state;

    @Option(
            names = "--after",
            paramLabel = "NODE",
            description = "Those after this one, by name: how the next page is had.",
            defaultValue = "")
    private String after = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many. Default: ${DEFAULT-VALUE}.",
            defaultValue = "100")
    private int limit;

    @Override
    Answer ask() {
        String path = "/v1/operator/machines?limit=" + limit + "&after=" + Remote.encoded(after);
        path += pool == null ? "" : "&pool=" + Remote.encoded(pool);
        path += state == null ? "" : "&state=" + Remote.encoded(state.toUpperCase(Locale.ROOT));
        return remote.get(path);
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        JsonNode machines = answer.path("machines");
        if (machines.isEmpty()) {
            out.println("No such nodes.");
            return;
        }
        print(machines, out);
        if (answer.hasNonNull("nextAfter")) {
            out.println("There are more: --after " + answer.path("nextAfter").asText());
        }
    }

    static void print(Iterable<JsonNode> machines, PrintWriter out) {
        Table table = new Table("NODE", "POOL", "DOMAIN", "STATE", "SINCE", "LEASE", "QUARANTINED FOR", "SIMULATED");
        for (JsonNode machine : machines) {
            table.row(
                    machine.path("node").asText(),
                    machine.path("pool").asText(),
                    machine.path("domain").asText(),
                    machine.path("state").asText(),
                    machine.path("since").asText(),
                    machine.path("lease").asText(""),
                    machine.path("quarantined").asText("")
                            + (machine.path("repaired").asBoolean() ? " (repaired)" : ""),
                    machine.path("simulated").asBoolean() ? "yes" : "no");
        }
        table.print(out);
    }
}
