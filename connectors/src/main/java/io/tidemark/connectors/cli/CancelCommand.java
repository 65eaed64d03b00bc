package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "cancel",
        description = {
            "Takes back what still rests of an order, or ends a spot bid and its lease. What traded stays traded.",
            "",
            "With --all: everything that rests of your account, or of one side, or of the orders that touch some hours."
                    + " Spot bids stay, unless you say --spot."
        },
        footer = {
            "",
            "Examples:",
            "  tidemark cancel B200X8.PRN1-42",
            "  tidemark cancel --all",
            "  tidemark cancel --all --side BUY --start +2h --hours 4",
            "  tidemark cancel --all --spot"
        })
final class CancelCommand extends ClientCommand {
    @ArgGroup(exclusive = true, multiplicity = "1")
    private Which which = new Which();

    /** One, or many. */
    static final class Which {
        @Parameters(
                index = "0",
                paramLabel = "ID",
                description = "Such as B200X8.PRN1-42, see 'tidemark orders'; or the --id that you gave it.")
        private @Nullable String id;

        @ArgGroup(exclusive = false)
        private @Nullable Many many;
    }

    /** Which of them. */
    static final class Many {
        @Option(names = "--all", required = true, description = "All that rest; the options below leave some out.")
        @SuppressWarnings("unused") // Its presence is all that it says.
        private boolean all;

        @Option(names = "--pool", paramLabel = "POOL", description = "Only of this pool.")
        private @Nullable String pool;

        @Option(names = "--side", paramLabel = "SIDE", description = "Only BUY, or only SELL.")
        private @Nullable String side;

        @Option(
                names = "--start",
                paramLabel = "HOUR",
                description = "With --hours: only orders whose window touches these hours; written as for a bid.")
        private @Nullable String start;

        @Option(names = "--hours", paramLabel = "N", description = "How many hours from --start on.")
        private @Nullable Integer hours;

        @Option(names = "--spot", description = "Your spot bids and their leases, too.")
        private boolean spot;

        String path() {
            List<String> parameters = new ArrayList<>();
            add(parameters, "pool", pool);
            add(parameters, "side", side);
            add(parameters, "start", start);
            add(parameters, "hours", hours);
            add(parameters, "spot", spot ? "true" : null);
            return "/v1/orders" + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
        }

        private static void add(List<String> parameters, String name, @Nullable Object value) {
            if (value != null) {
                parameters.add(name + "=" + Remote.encoded(value.toString()));
            }
        }
    }

    @Override
    Answer ask() {
        return which.many != null
                ? remote.delete(which.many.path())
                : EitherKind.of(which.id == null ? "" : which.id, remote::get, remote::delete);
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        if (answer.has("ended")) {
            answer.path("pools")
                    .forEach(pool -> out.println(pool.path("pool").asText() + ": "
                            + pool.path("ended").asText() + " cancelled"));
        } else if (answer.has("spotBidId")) {
            Show.spotBid(answer, out);
        } else {
            Show.order(answer, out);
        }
    }
}
