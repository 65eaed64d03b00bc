package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
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
            "Examples:",
            "  tidemark bid B200X8.PRN1 --start +2h --hours 4 --lots 8 --limit 2.50 --id train-7",
            "  tidemark bid B200X8.PRN1 --start +2h --hours 4 --lots 8 --limit 2.50 --aon --tif FOK",
            "  tidemark bid B200X8.PRN1 --start +2h --hours 4 --lots 8 --limit 2.50 --until +1h --post-only",
            "  tidemark bid B200X8.PRN1 --start +2h --hours 4 --lots 8 --market"
        })
final class BidCommand extends ClientCommand {
    @Mixin
    private WindowOptions window = new WindowOptions();

    @Option(names = "--aon", description = "All or none: all lots or nothing. The limit then holds for the average.")
    private boolean allOrNone;

    @Mixin
    private TermsOptions terms = new TermsOptions();

    @Override
    Answer ask() {
        ObjectNode body = window.body().put("side", "BUY").put("allOrNone", allOrNone);
        terms.addTo(body);
        return remote.post("/v1/orders", body);
    }

    @Override
    void show(JsonNode order, PrintWriter out) {
        Show.order(order, out);
    }
}
