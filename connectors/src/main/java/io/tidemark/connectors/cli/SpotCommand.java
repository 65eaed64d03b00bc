package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "spot",
        description = {
            "Enters a spot bid: a lease that runs as long as the hourly price stays within your maximum.",
            "",
            "Everyone pays the same price, set for the hour and never above your maximum. Lots can be reclaimed with"
                    + " notice; the notice is free of charge. There is nothing to renew: cancel it when you are done."
        },
        footer = {
            "",
            "Examples:",
            "  tidemark spot B200X8.PRN1 --lots 4 --max 1.80",
            "  tidemark spot B200X8.PRN1 --lots 4 --max 1.80 --gang"
        })
final class SpotCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "POOL", description = "Such as B200X8.PRN1; see 'tidemark pools'.")
    private String pool = "";

    @Option(names = "--lots", required = true, paramLabel = "N", description = "How many lots.")
    private long lots;

    @Option(names = "--max", required = true, paramLabel = "USD", description = "The most you pay per GPU-hour.")
    private String max = "";

    @Option(names = "--gang", description = "All of the lots or none: they start together and end together.")
    private boolean gang;

    @Option(names = "--id", paramLabel = "ID", description = "Your own id for it; sent twice, it is entered once.")
    private @Nullable String id;

    @Override
    Answer ask() {
        ObjectNode body = Remote.body()
                .put("pool", pool)
                .put("lots", lots)
                .put("maxPricePerGpuHour", max)
                .put("gang", gang);
        if (id != null) {
            body.put("clientOrderId", id);
        }
        return remote.post("/v1/spot-bids", body);
    }

    @Override
    void show(JsonNode bid, PrintWriter out) {
        Show.spotBid(bid, out);
    }
}
