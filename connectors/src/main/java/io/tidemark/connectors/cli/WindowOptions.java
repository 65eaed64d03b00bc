package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which lots in which hours: what quotes, bids and sales have in common. */
final class WindowOptions {
    @Parameters(index = "0", paramLabel = "POOL", description = "Such as B200X8.PRN1; see 'tidemark pools'.")
    private String pool = "";

    @Option(
            names = "--start",
            required = true,
            paramLabel = "HOUR",
            description = "First hour: +2h from the running one, 2026112105, or 2026-11-21T05:00Z.")
    private String start = "";

    @Option(names = "--hours", required = true, paramLabel = "N", description = "How many consecutive hours, 1 to 168.")
    private int hours;

    @Option(names = "--lots", required = true, paramLabel = "N", description = "How many lots, in each of the hours.")
    private long lots;

    /** Where an operator's request about a pool goes; the pool is taken out of the body, since the path names it. */
    static String operatorPath(ObjectNode body, String what) {
        return "/v1/operator/pools/" + Remote.encoded(body.remove("pool").asText()) + "/" + what;
    }

    ObjectNode body() {
        return Remote.body()
                .put("pool", pool)
                .put("start", start)
                .put("hours", hours)
                .put("lots", lots);
    }
}
