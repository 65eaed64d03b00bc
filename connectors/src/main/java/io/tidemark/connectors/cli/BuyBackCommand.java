package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "buy-back",
        description = {
            "For operators: buys back firm hours that were sold, at their owners' asks, and burns them.",
            "",
            "What is not there at once is dropped. The most that may be paid is in the pricing rules."
        },
        footer = {
            "",
            "Example:",
            "  tidemark buy-back B200X8.PRN1 --start +6h --hours 2 --lots 4 --limit 3.00 --key $OPERATOR_KEY"
        })
final class BuyBackCommand extends ClientCommand {
    @Mixin
    private WindowOptions window = new WindowOptions();

    @Option(
            names = "--limit",
            required = true,
            paramLabel = "USD",
            description = "The most that is paid per GPU-hour, such as 2.50.")
    private String limit = "";

    @Override
    Answer ask() {
        ObjectNode body = window.body().put("limitPricePerGpuHour", limit);
        return remote.post(WindowOptions.operatorPath(body, "buy-backs"), body);
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        out.println(answer.path("symbol").asText() + ": "
                + Show.text(answer, "boughtLots") + " of "
                + Show.lots(answer) + " bought back and burned, for "
                + Show.text(answer, "totalUsd") + " USD");
    }
}
