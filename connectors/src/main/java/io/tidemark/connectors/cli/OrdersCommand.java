package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "orders",
        description = {
            "Your firm orders, the newest first; with --spot your spot bids.",
            "",
            "Ended ones are remembered for a day."
        },
        footer = {"", "Examples:", "  tidemark orders", "  tidemark orders --open", "  tidemark orders --spot"})
final class OrdersCommand extends ClientCommand {
    @Option(names = "--open", description = "Only those that still rest or stand.")
    private boolean open;

    @Option(names = "--spot", description = "Spot bids instead of firm orders.")
    private boolean spot;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many. Default: ${DEFAULT-VALUE}.",
            defaultValue = "100")
    private int limit;

    @Override
    Answer ask() {
        return remote.get((spot ? "/v1/spot-bids" : "/v1/orders") + "?limit=" + limit + (open ? "&open=true" : ""));
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        JsonNode all = answer.path(spot ? "spotBids" : "orders");
        if (all.isEmpty()) {
            out.println(spot ? "No spot bids." : "No orders.");
            return;
        }
        if (spot) {
            spotBids(all, out);
        } else {
            orders(all, out);
        }
        if (answer.hasNonNull("nextAfter")) {
            out.println("There are more: raise --limit.");
        }
    }

    private static void orders(JsonNode all, PrintWriter out) {
        Table table = new Table("ORDER", "STATUS", "SIDE", "WINDOW", "LOTS", "FILLED", "LIMIT/GPU-H", "TRADED USD");
        for (JsonNode order : all) {
            table.row(
                    order.path("orderId").asText(),
                    order.path("status").asText(),
                    order.path("side").asText(),
                    order.path("start").asText() + "/" + order.path("hours").asText() + "H",
                    order.path("lots").asText(),
                    order.has("filledLots")
                            ? order.path("filledLots").asText()
                            : order.path("soldLotHours").asText() + " lot-h",
                    order.path("limitPricePerGpuHour").asText(),
                    order.path("tradedUsd").asText());
        }
        table.print(out);
    }

    private static void spotBids(JsonNode all, PrintWriter out) {
        Table table = new Table("BID", "STATUS", "LOTS", "RUNNING", "MAX/GPU-H", "PAID USD", "HELD USD");
        for (JsonNode bid : all) {
            table.row(
                    bid.path("spotBidId").asText(),
                    bid.path("status").asText(),
                    bid.path("lots").asText(),
                    bid.path("runningLots").asText(),
                    bid.path("maxPricePerGpuHour").asText(),
                    bid.path("paidUsd").asText(),
                    bid.path("heldUsd").asText());
        }
        table.print(out);
    }
}
