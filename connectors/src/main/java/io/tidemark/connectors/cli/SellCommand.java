package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "sell",
        description = {
            "Offers lots that you hold and do not need. Each hour sells on its own, at your price or better; what is"
                    + " not sold stays yours.",
            "",
            "The money is paid as the hours are delivered."
        },
        footer = {
            "",
            "Examples:",
            "  tidemark sell B200X8.PRN1 --start 2026112105 --hours 2 --lots 4 --limit 2.10",
            "  tidemark sell B200X8.PRN1 --start 2026112105 --hours 2 --lots 4 --market"
        })
final class SellCommand extends ClientCommand {
    @Mixin
    private WindowOptions window = new WindowOptions();

    @Mixin
    private TermsOptions terms = new TermsOptions();

    @Override
    Answer ask() {
        ObjectNode body = window.body().put("side", "SELL");
        terms.addTo(body);
        return remote.post("/v1/orders", body);
    }

    @Override
    void show(JsonNode order, PrintWriter out) {
        Show.order(order, out);
    }
}
