package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "indicative",
        description = {
            "While a call runs: what it would come to if it ended now, hour by hour.",
            "",
            "SURPLUS is what is offered at that price or below and not taken."
        },
        footer = {"", "Example:", "  tidemark indicative B200X8.PRN1"})
final class IndicativeCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "POOL", description = "Such as B200X8.PRN1; see 'tidemark pools'.")
    private String pool = "";

    @Override
    Answer ask() {
        return remote.get("/v1/pools/" + Remote.encoded(pool) + "/indicative");
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        if (!answer.path("phase").asText().equals("CALL")) {
            out.println("No call runs in " + answer.path("pool").asText() + "; it is "
                    + answer.path("phase").asText() + ".");
            return;
        }
        out.println(answer.path("pool").asText() + ", a call ("
                + answer.path("callReason").asText() + ") until "
                + Show.text(answer, "endsAt") + " or a little later");
        if (answer.path("hours").isEmpty()) {
            out.println("Nothing would trade now.");
            return;
        }
        Table table = new Table("HOUR", "PRICE/GPU-H", "PRICE/LOT-H", "LOTS", "SURPLUS");
        for (JsonNode hour : answer.path("hours")) {
            table.row(
                    hour.path("hour").asText(),
                    hour.path("pricePerGpuHour").asText(),
                    hour.path("pricePerLotHour").asText(),
                    hour.path("lots").asText(),
                    hour.path("surplusLots").asText());
        }
        table.print(out);
    }
}
