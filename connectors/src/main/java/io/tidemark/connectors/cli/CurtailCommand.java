package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "curtail",
        description = {
            "For operators, in an emergency: takes firm hours back, the latest trades first. Their owners are refunded"
                    + " and paid damages.",
            "",
            "It takes two people. The first names the hours and the lots to free in each, and is told an id; the second"
                    + " confirms it, with a key of their own, within ten minutes. Until then nothing happens."
        },
        footer = {
            "",
            "Examples:",
            "  tidemark curtail B200X8.PRN1 --start +2h --hours 3 --lots 4 --key $OPERATOR_KEY",
            "  tidemark curtail B200X8.PRN1 --confirm C1795248001 --key $SECOND_OPERATOR_KEY",
            "  tidemark curtail B200X8.PRN1 --waiting --key $OPERATOR_KEY"
        })
final class CurtailCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "POOL", description = "Such as B200X8.PRN1; see 'tidemark pools'.")
    private String pool = "";

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Step step = new Step();

    /** One of the three. */
    static final class Step {
        @ArgGroup(exclusive = false)
        private @Nullable Declared declared;

        @Option(names = "--confirm", paramLabel = "ID", description = "Confirm what another operator has declared.")
        private @Nullable String confirm;

        @Option(names = "--waiting", description = "List what waits for a second person.")
        @SuppressWarnings("unused") // What is neither of the other two.
        private boolean waiting;
    }

    /** What the first person says. */
    static final class Declared {
        @Option(
                names = "--start",
                required = true,
                paramLabel = "HOUR",
                description = "First hour: +2h from the running one, 2026112105, or 2026-11-21T05:00Z.")
        private String start = "";

        @Option(names = "--hours", required = true, paramLabel = "N", description = "How many consecutive hours.")
        private int hours;

        @Option(names = "--lots", required = true, paramLabel = "N", description = "Lots to free in each of the hours.")
        private long lots;
    }

    @Override
    Answer ask() {
        String path = "/v1/operator/pools/" + Remote.encoded(pool) + "/curtailments";
        if (step.confirm != null) {
            return remote.post(path + "/" + Remote.encoded(step.confirm) + "/confirmation", Remote.body());
        } else if (step.declared == null) {
            return remote.get(path);
        }
        ObjectNode body = Remote.body()
                .put("start", step.declared.start)
                .put("hours", step.declared.hours)
                .put("lots", step.declared.lots);
        return remote.post(path, body);
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        JsonNode all = answer.path("curtailments");
        all.forEach(each -> line(each, out));
        if (all.isArray() && all.isEmpty()) {
            out.println("None waits.");
        } else if (!all.isArray()) {
            line(answer, out);
            if (answer.hasNonNull("confirmBefore")) {
                out.println("Another operator confirms it with:");
                out.println("  tidemark curtail " + answer.path("pool").asText() + " --confirm "
                        + answer.path("curtailmentId").asText());
            }
        }
    }

    private static void line(JsonNode each, PrintWriter out) {
        out.println(
                each.path("curtailmentId").asText() + "  " + each.path("status").asText() + ": "
                        + Show.lots(each) + " of "
                        + each.path("pool").asText() + " in "
                        + each.path("hours").asText() + " h from "
                        + each.path("start").asText() + ", declared by "
                        + each.path("declaredBy").asText()
                        + (each.hasNonNull("confirmedBy")
                                ? ", confirmed by " + each.path("confirmedBy").asText()
                                : ", to be confirmed before "
                                        + each.path("confirmBefore").asText()));
    }
}
