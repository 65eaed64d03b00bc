package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "quote",
        description = {
            "What a firm buy would get and cost now. Nothing is reserved, nothing is entered.",
            "",
            "With --latest-start the cheapest window that starts between the two hours is taken. Without --limit it is"
                    + " the price of what is there; with it, you are told what that limit gets, and if that is not all,"
                    + " why, and what would."
        },
        footer = {
            "",
            "Examples:",
            "  tidemark quote B200X8.PRN1 --start +2h --hours 4 --lots 8",
            "  tidemark quote B200X8.PRN1 --start +2h --hours 4 --lots 8 --aon --limit 2.50 --latest-start +8h"
        })
final class QuoteCommand extends ClientCommand {
    @Mixin
    private WindowOptions window = new WindowOptions();

    @Option(names = "--aon", description = "All or none: all lots or nothing. The limit then holds for the average.")
    private boolean allOrNone;

    @Option(names = "--limit", paramLabel = "USD", description = "The most you pay per GPU-hour, such as 2.50.")
    private @Nullable String limit;

    @Option(names = "--latest-start", paramLabel = "HOUR", description = "Start at this hour at the latest.")
    private @Nullable String latestStart;

    @Override
    Answer ask() {
        ObjectNode body = window.body().put("allOrNone", allOrNone);
        if (limit != null) {
            body.put("limitPricePerGpuHour", limit);
        }
        if (latestStart != null) {
            body.put("latestStart", latestStart);
        }
        return remote.post("/v1/quotes", body);
    }

    @Override
    void show(JsonNode quote, PrintWriter out) {
        out.println(quote.path("symbol").asText() + ", starting "
                + quote.path("startsAt").asText());
        out.println("  " + quote.path("fillableLots").asText() + " of "
                + Show.lots(quote) + " for "
                + quote.path("totalUsd").asText() + " USD, fee "
                + quote.path("feeUsd").asText() + " USD");
        if (quote.hasNonNull("averagePricePerGpuHour")) {
            out.println("  average " + quote.path("averagePricePerGpuHour").asText() + " USD per GPU-hour, "
                    + quote.path("averagePricePerLotHour").asText() + " per lot-hour");
        }
        if (quote.hasNonNull("limitPricePerGpuHour")) {
            out.println(
                    "  with a limit of " + quote.path("limitPricePerGpuHour").asText() + " USD per GPU-hour "
                            + quote.path("heldUsd").asText() + " USD would be held");
        }
        Show.why(quote.path("whyNotAll"), "Why not all", out);
        Show.wouldFill(quote.path("whatWouldFill"), out);
        for (JsonNode alternative : quote.path("alternatives")) {
            out.println("  or: " + alternative.path("what").asText());
            out.println("      " + command(alternative.path("order")));
        }
        if (quote.path("fillsAtOnce").asBoolean()) {
            out.println("To buy it:");
            out.println("  " + command(quote.path("order")));
        }
    }

    /** The command that enters an order that the server made ready. */
    private static String command(JsonNode order) {
        String symbol = order.path("symbol").asText();
        int firm = symbol.indexOf(".F/");
        String[] hourAndHours = symbol.substring(firm + ".F/".length()).split("/", -1);
        return "tidemark bid " + symbol.substring(0, firm) + " --start " + hourAndHours[0] + " --hours "
                + hourAndHours[1].replace("H", "") + " --lots "
                + order.path("lots").asText()
                + (order.path("allOrNone").asBoolean() ? " --aon" : "") + " --limit "
                + order.path("limitPricePerGpuHour").asText();
    }
}
