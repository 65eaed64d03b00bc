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
        name = "sell",
        description = {
            "Offers lots that you hold and do not need. Each hour sells on its own, at your price or better; what is"
                    + " not sold stays yours.",
            "",
            "The money is paid as the hours are delivered."
        },
        footer = {"", "Example:", "  tidemark sell B200X8.PRN1 --start 2026112105 --hours 2 --lots 4 --limit 2.10"})
final class SellCommand extends ClientCommand {
    @Mixin
    private WindowOptions window = new WindowOptions();

    @Option(
            names = "--limit",
            required = true,
            paramLabel = "USD",
            description = "The least you take per GPU-hour, such as 2.50.")
    private String limit = "";

    @Option(
            names = "--tif",
            paramLabel = "TIF",
            description = "GTC stands until the gate, IOC takes what is there now. Default: ${DEFAULT-VALUE}.",
            defaultValue = "GTC")
    private String timeInForce = "";

    @Option(names = "--id", paramLabel = "ID", description = "Your own id for it; sent twice, it is entered once.")
    private @Nullable String id;

    @Override
    Answer ask() {
        ObjectNode body = window.body()
                .put("side", "SELL")
                .put("limitPricePerGpuHour", limit)
                .put("timeInForce", timeInForce);
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
