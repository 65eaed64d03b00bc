package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** At which price an order trades, how long it stands, and what it does not do: what bids and sales have in common. */
final class TermsOptions {
    @ArgGroup(exclusive = true, multiplicity = "1")
    private Price price = new Price();

    /** One of the two. */
    static final class Price {
        @Option(
                names = "--limit",
                paramLabel = "USD",
                description = "The most you pay, or when you sell the least you take, per GPU-hour, such as 2.50.")
        private @Nullable String limit;

        @Option(
                names = "--market",
                description =
                        "Without a limit: whatever is there now inside the pool's price band; the rest is dropped.")
        private boolean market;
    }

    @Option(
            names = "--tif",
            paramLabel = "TIF",
            description =
                    "GTC stands until the gate, GTD until --until, IOC takes what is there now, FOK (buys only) all"
                            + " of it now or nothing. Default: GTC, GTD with --until, IOC with --market.")
    private @Nullable String timeInForce;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "It ends then: +2h or +30m of market time from now, or 2026-11-21T05:30:00Z.")
    private @Nullable String until;

    @Option(names = "--post-only", description = "Refuse it rather than trade at once: it only rests.")
    private boolean postOnly;

    @Option(
            names = "--self-match",
            paramLabel = "POLICY",
            description = "What goes when it meets your own group: CANCEL_RESTING (the default), CANCEL_INCOMING or"
                    + " CANCEL_BOTH.")
    private @Nullable String selfMatch;

    @Option(names = "--id", paramLabel = "ID", description = "Your own id for it; sent twice, it is entered once.")
    private @Nullable String id;

    void addTo(ObjectNode body) {
        if (price.market) {
            body.put("type", "MARKET");
        }
        if (postOnly) {
            body.put("postOnly", true);
        }
        put(body, "limitPricePerGpuHour", price.limit);
        put(body, "timeInForce", timeInForce);
        put(body, "expiresAt", until);
        put(body, "selfMatch", selfMatch);
        put(body, "clientOrderId", id);
    }

    private static void put(ObjectNode body, String field, @Nullable String value) {
        if (value != null) {
            body.put(field, value);
        }
    }
}
