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
        name = "bid",
        description = {
            "Enters a firm buy. What is offered within your limit trades at once; the rest stands until the gate, ten"
                    + " minutes before the first hour.",
            "",
            "At the entry the most that it can cost is held, fees included; what it does not cost comes back. Give it"
                    + " an --id, and you can send it again without buying twice."
        },
        footer = {
            "",
            "Example:",
            "  tidemark bid B200X8.PRN1 --start +2h --hours 4 --lots 8 --limit 2.50 --id train-7",
            "  tidemark bid B200X8.PRN1 --start +2h --hours 4 --lots 8 --limit 2.50 --aon --tif FOK"
        })
final class BidCommand extends ClientCommand {
    @Mixin
    private WindowOptions window = new WindowOptions();

    @Option(names = "--aon", description = "All or none: all lots or nothing. The limit then holds for the average.")
    private boolean allOrNone;

    @Option(
            names = "--limit",
            required = true,
            paramLabel = "USD",
            description = "The most you pay per GPU-hour, such as 2.50.")
    private String limit = "";

    @Option(
            names = "--tif",
            paramLabel = "TIF",
            description =
                    "GTC stands until the gate, IOC takes what is there now, FOK all of it now or nothing. Default: ${DEFAULT-VALUE}.",
            defaultValue = "GTC")
    private String timeInForce = "";

    @Option(names = "--id", paramLabel = "ID", description = "Your own id for it; sent twice, it is entered once.")
    private @Nullable String id;

    @Override
    Answer ask() {
        ObjectNode body = window.body()
                .put("side", "BUY")
                .put("limitPricePerGpuHour", limit)
                .put("timeInForce", timeInForce)
                .put("allOrNone", allOrNone);
        if (id != null) {
            body.put("clientOrderId", id);
        }
        return remote.post("/v1/orders", body);
    }

    @Override
    void show(JsonNode order, PrintWriter out) {
        Show.order(order, out);
    }
}
