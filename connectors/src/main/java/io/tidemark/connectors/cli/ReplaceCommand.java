package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "replace",
        description = {
            "Gives an open order another total or another limit; its window stays.",
            "",
            "Fewer lots at the same limit keep the order's place in the queue. Any other change goes behind all orders at"
                    + " its limit, and trades at once if it can."
        },
        footer = {
            "",
            "Examples:",
            "  tidemark replace B200X8.PRN1-42 --limit 2.75",
            "  tidemark replace train-7 --lots 4"
        })
final class ReplaceCommand extends ClientCommand {
    private static final int CONFLICT = 409;

    @Parameters(
            index = "0",
            paramLabel = "ID",
            description = "Such as B200X8.PRN1-42, see 'tidemark orders'; or the --id that you gave it.")
    private String id = "";

    @ArgGroup(exclusive = false, multiplicity = "1")
    private Terms terms = new Terms();

    /** What may change; one of the two at least. */
    static final class Terms {
        @Option(names = "--lots", paramLabel = "N", description = "The new total, what is filled already included.")
        private @Nullable Long lots;

        @Option(names = "--limit", paramLabel = "USD", description = "The new limit per GPU-hour, such as 2.75.")
        private @Nullable String limit;
    }

    @Override
    Answer ask() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (terms.lots != null) {
            body.put("lots", terms.lots);
        }
        if (terms.limit != null) {
            body.put("limitPricePerGpuHour", terms.limit);
        }
        return EitherKind.of(id, remote::get, path -> {
            if (path.startsWith("/v1/orders/")) {
                return remote.patch(path, body);
            }
            remote.get(path);
            throw Failure.refused(
                    "'" + id + "' is a spot bid, and those have no replacement. (NOT_REPLACEABLE)\n"
                            + "Cancel it and enter another.",
                    CONFLICT);
        });
    }

    @Override
    void show(JsonNode order, PrintWriter out) {
        Show.order(order, out);
    }
}
