package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import java.math.BigDecimal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "prices",
        description = {
            "The hours of a pool: the cheapest offer, the last price or fair value, and how many lots are offered.",
            "",
            "The bar is the cheapest offer, as long as the dearest hour shown is 20 signs."
        },
        footer = {
            "",
            "Examples:",
            "  tidemark prices B200X8.PRN1",
            "  tidemark prices B200X8.PRN1 --from +12h --hours 8",
            "  tidemark prices B200X8.PRN1 --from 2026112105"
        })
final class PricesCommand extends ClientCommand {
    private static final int BAR = 20;

    @Parameters(index = "0", paramLabel = "POOL", description = "Such as B200X8.PRN1; see 'tidemark pools'.")
    private String pool = "";

    @Option(
            names = "--from",
            paramLabel = "HOUR",
            description =
                    "First hour: +1h from the running one, 2026112105, or 2026-11-21T05:00Z. Default: ${DEFAULT-VALUE}.",
            defaultValue = "+1h")
    private String from = "";

    @Option(
            names = "--hours",
            paramLabel = "N",
            description = "How many hours. Default: ${DEFAULT-VALUE}.",
            defaultValue = "24")
    private int hours;

    @Override
    Answer ask() {
        return remote.get(
                "/v1/pools/" + Remote.encoded(pool) + "/hours?from=" + Remote.encoded(from) + "&hours=" + hours);
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        BigDecimal dearest = BigDecimal.ZERO;
        for (JsonNode hour : answer.path("hours")) {
            dearest = dearest.max(price(hour));
        }
        out.println(answer.path("pool").asText() + ", USD, "
                + answer.path("gpusPerLot").asText() + " GPUs a lot, hours in UTC");
        Table table = new Table("HOUR", "STATE", "ASK/GPU-H", "ASK/LOT-H", "REF/GPU-H", "LOTS", "PRICE");
        for (JsonNode hour : answer.path("hours")) {
            table.row(
                    hour.path("hour").asText(),
                    hour.path("state").asText(),
                    Show.text(hour, "bestAskPerGpuHour"),
                    Show.text(hour, "bestAskPerLotHour"),
                    Show.text(hour, "referencePerGpuHour"),
                    hour.path("offeredLots").asText(),
                    bar(price(hour), dearest));
        }
        table.print(out);
        if (answer.path("hours").isEmpty()) {
            out.println("No hour from " + from + " on is listed.");
        }
    }

    private static BigDecimal price(JsonNode hour) {
        return new BigDecimal(hour.path("bestAskPerGpuHour").asText("0"));
    }

    private static String bar(BigDecimal price, BigDecimal dearest) {
        if (price.signum() == 0) {
            return "nothing offered";
        }
        int length = price.multiply(BigDecimal.valueOf(BAR))
                .divideToIntegralValue(dearest)
                .intValue();
        return "#".repeat(Math.max(1, length));
    }
}
