package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "reliability",
        description = {
            "How well a pool kept its word in the last 30 days of market time.",
            "",
            "Of spot leases: how many lots the operator had left alone after 1, 6 and 24 hours, and on how many lots that"
                    + " was seen. What the holder gave back, or was outbid for, tells nothing of the operator and is"
                    + " counted up to then. Of notices: whether lots ran as long as was said. Of firm hours: whether"
                    + " they were delivered."
        },
        footer = {"", "Example:", "  tidemark reliability B200X8.PRN1"})
final class ReliabilityCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "POOL", description = "Such as B200X8.PRN1; see 'tidemark pools'.")
    private String pool = "";

    @Override
    Answer ask() {
        return remote.get("/v1/pools/" + Remote.encoded(pool) + "/reliability");
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        out.println(answer.path("pool").asText()
                + (answer.hasNonNull("from")
                        ? ", " + answer.path("from").asText() + " to "
                                + answer.path("until").asText()
                        : ", nothing on record yet"));
        out.println(answer.path("sentence").asText());
        Table ages = new Table("AFTER H", "LEFT ALONE", "95 % FROM", "TO", "LOTS SEEN");
        for (JsonNode age : answer.path("spot").path("survival")) {
            ages.row(
                    age.path("hours").asText(),
                    Show.text(age, "share"),
                    Show.text(age, "low"),
                    Show.text(age, "high"),
                    age.path("watchedLots").asText());
        }
        ages.print(out);
        if (!answer.path("notices").isEmpty()) {
            Table notices = new Table("NOTICE", "GIVEN", "KEPT", "BROKEN", "OPEN", "LOTS", "SHORTEST S", "MEDIAN S");
            for (JsonNode notice : answer.path("notices")) {
                notices.row(
                        notice.path("cause").asText(),
                        notice.path("given").asText(),
                        notice.path("kept").asText(),
                        notice.path("broken").asText(),
                        notice.path("open").asText(),
                        notice.path("lots").asText(),
                        notice.path("shortestSeconds").asText(),
                        notice.path("medianSeconds").asText());
            }
            notices.print(out);
        }
        JsonNode firm = answer.path("firm");
        out.println("Firm lot-hours: " + firm.path("wholeLotHours").asText() + " delivered whole, "
                + firm.path("shortLotHours").asText() + " short, "
                + firm.path("failedLotHours").asText() + " not at all, "
                + firm.path("curtailedLotHours").asText() + " curtailed"
                + (firm.hasNonNull("shortestCurtailmentSeconds")
                        ? " at least " + firm.path("shortestCurtailmentSeconds").asText() + " s before the hour."
                        : "."));
    }
}
