package io.tidemark.connectors.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        description = {
            "Why an hour of a pool costs what it costs: its worth, the offer, the spot reserve, band, fees, notice, and what is"
                    + " paid when a lot is missing. Of each the rules that made it, and the arithmetic to the tick.",
            "",
            "With --data no market is asked: what stood at an instant is computed again from the journal and the tables that"
                    + " were kept, and it is said whether it comes to the same as was published.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is explained; with --data: and came to the same",
            "1:it was refused, or with --data came to other prices than were published",
            "3:nobody answers, or with --data something is missing that it takes"
        },
        footer = {
            "",
            "Examples:",
            "  tidemark price explain B200X8.PRN1 +6h",
            "  tidemark price explain B200X8.PRN1 +6h --data .tidemark/demo",
            "  tidemark price explain B200X8.PRN1 2026112105 --data market --at 2026-11-21T02:20:00Z"
        })
final class PriceExplainCommand extends ClientCommand {
    private static final String DIFFERENT = "DIFFERENT";

    private final PastPrices past;

    @Parameters(index = "0", paramLabel = "POOL", description = "Such as B200X8.PRN1; see 'tidemark pools'.")
    private String pool = "";

    @Parameters(
            index = "1",
            paramLabel = "HOUR",
            description =
                    "2026112105, 2026-11-21T05:00Z, or +6h from now; with --data from the last pricing that stood.")
    private String hour = "";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory of a market, running or not, to compute from its journal.")
    private @Nullable Path data;

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            description = "With --data: market time, such as 2026-11-21T02:20:00Z. Default: the end of the journal.")
    private @Nullable String at;

    PriceExplainCommand(PastPrices past) {
        this.past = past;
    }

    @Override
    Answer ask() {
        if (data == null) {
            if (at != null) {
                throw Failure.unreachable("--at looks into a journal: give --data as well.");
            }
            return remote.get("/v1/pools/" + Remote.encoded(pool) + "/prices/" + Remote.encoded(hour) + "/explain");
        }
        PastPrices.Told told = past.explain(data, pool, hour, at);
        if (!told.told()) {
            throw Failure.unreachable(told.text());
        }
        try {
            return new Answer(told.text(), Remote.JSON.readTree(told.text()));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    int exitCode(JsonNode answer) {
        for (JsonNode tick : answer.path("ticks")) {
            if (tick.path("recomputed").asText().equals(DIFFERENT)) {
                return 1;
            }
        }
        return 0;
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        for (JsonNode part : answer.path("parts")) {
            out.println(part.path("sentence").asText());
            Table steps = new Table("  STEP OR RULE", "VALUE", "FROM");
            part.path("steps")
                    .forEach(step -> steps.row(
                            "  " + step.path("name").asText(),
                            step.path("value").asText(),
                            step.path("how").asText()));
            part.path("effects")
                    .forEach(effect -> steps.row(
                            "  " + effect.path("rule").asText(),
                            effect.path("effect").asText(),
                            effect.path("input").asText()));
            steps.print(out);
            part.path("refusals")
                    .forEach(refusal -> out.println("  an earlier ladder stays: "
                            + refusal.path("guard").asText() + ", "
                            + refusal.path("detail").asText()));
            out.println();
        }
        for (JsonNode tick : answer.path("ticks")) {
            out.println("Priced at " + tick.path("pricedAt").asText() + " by rule set "
                    + tick.path("ruleSet").asText() + ", sequence "
                    + tick.path("sequence").asText() + " of the journal"
                    + recomputed(tick.path("recomputed").asText()) + ".");
        }
    }

    private static String recomputed(String outcome) {
        if (outcome.isEmpty()) {
            return "";
        }
        return outcome.equals(DIFFERENT)
                ? "; computed again it comes to OTHER PRICES than were published"
                : "; computed again it comes to the same";
    }
}
