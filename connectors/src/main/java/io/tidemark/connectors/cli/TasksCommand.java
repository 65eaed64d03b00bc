package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "tasks",
        description = {
            "For the operator: what settlement has the machines do and tells their holders, and what it could not do.",
            "",
            "A task that fails is tried again by itself, with growing pauses. After too many attempts it is PARKED and waits"
                    + " for a person: mend what its problem names, then retry it. It goes on at the step at which it failed;"
                    + " nothing is done twice."
        },
        subcommands = {TasksRetryCommand.class},
        footer = {
            "",
            "Examples:",
            "  tidemark tasks --key $OPERATOR_KEY",
            "  tidemark tasks --state due --key $OPERATOR_KEY",
            "  tidemark tasks retry 4711 --key $OPERATOR_KEY"
        })
final class TasksCommand extends ClientCommand {
    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "parked, due or done. Default: ${DEFAULT-VALUE}.",
            defaultValue = "parked")
    private String state = "parked";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many, the oldest first. Default: ${DEFAULT-VALUE}.",
            defaultValue = "100")
    private int limit;

    @Override
    Answer ask() {
        return remote.get(
                "/v1/operator/tasks?state=" + Remote.encoded(state.toUpperCase(Locale.ROOT)) + "&limit=" + limit);
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        JsonNode tasks = answer.path("tasks");
        if (tasks.isEmpty()) {
            out.println("No task is " + state.toLowerCase(Locale.ROOT) + ".");
            return;
        }
        print(tasks, out);
        if (answer.hasNonNull("nextAfter")) {
            out.println("There are more: raise --limit.");
        }
    }

    static void print(Iterable<JsonNode> tasks, PrintWriter out) {
        Table table = new Table("TASK", "STATE", "WHAT", "FOR", "ACCOUNT", "LOTS", "STEP", "TRIED", "PROBLEM");
        for (JsonNode task : tasks) {
            table.row(
                    task.path("taskId").asText(),
                    task.path("state").asText(),
                    task.path("kind").asText(),
                    task.hasNonNull("hour")
                            ? task.path("pool").asText() + " "
                                    + task.path("hour").asText()
                            : task.hasNonNull("webhookId")
                                    ? "webhook " + task.path("webhookId").asText()
                                    : task.path("spotBidId").asText(),
                    task.path("account").asText(),
                    task.path("lots").asText(),
                    task.path("step").asText(),
                    task.path("attempts").asText(),
                    task.path("problem").asText(""));
        }
        table.print(out);
    }
}
