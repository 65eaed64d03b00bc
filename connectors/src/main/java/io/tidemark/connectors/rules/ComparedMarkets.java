package io.tidemark.connectors.rules;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.simulations.metric.Metric;
import io.tidemark.simulations.run.Compared;
import io.tidemark.simulations.statistics.PairedDifference;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** What two markets came to that were priced by one set each, for people and for programs. */
final class ComparedMarkets {
    private static final List<Metric> SHOWN = List.of(
            Metric.REVENUE,
            Metric.SOLD_SHARE,
            Metric.FIRM_GPU_HOURS,
            Metric.SPOT_GPU_HOURS,
            Metric.RECLAIMS,
            Metric.RECLAIM_RATE,
            Metric.INTERNAL_WAIT,
            Metric.FIRM_PRICE_P50,
            Metric.SPOT_PRICE_P50);

    private ComparedMarkets() {}

    static void print(Compared compared, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "Priced by each, %d replications on the same random numbers, difference with its 95 %% interval:%n",
                compared.replications());
        for (Metric metric : SHOWN) {
            compared.difference(metric, 1)
                    .ifPresent(pair -> out.printf(
                            Locale.ROOT,
                            "  %-18s%-10s n %d  %.6g to %.6g, %+.4g +- %s: %s%n",
                            metric.key(),
                            metric.unit(),
                            pair.difference().n(),
                            pair.first().mean(),
                            pair.second().mean(),
                            pair.difference().mean(),
                            halfWidth(pair),
                            Compared.verdict(metric, pair).words()));
        }
    }

    private static String halfWidth(PairedDifference pair) {
        return pair.difference().hasInterval()
                ? String.format(
                        Locale.ROOT,
                        "%.4g",
                        pair.difference().halfWidth(Compared.LEVEL).orElseThrow())
                : "unknown";
    }

    static void put(ObjectNode answer, Compared compared) {
        ObjectNode markets = answer.putObject("markets")
                .put("replications", compared.replications())
                .put("digest", compared.digest());
        ArrayNode metrics = markets.putArray("metrics");
        for (Metric metric : Metric.values()) {
            compared.difference(metric, 1).ifPresent(pair -> {
                ObjectNode one = metrics.addObject()
                        .put("metric", metric.key())
                        .put("unit", metric.unit())
                        .put("n", pair.difference().n())
                        .put("live", pair.first().mean())
                        .put("proposed", pair.second().mean())
                        .put("difference", pair.difference().mean());
                pair.difference().halfWidth(Compared.LEVEL).ifPresent(width -> one.put("halfWidth95", width));
                one.put("verdict", Compared.verdict(metric, pair).words());
            });
        }
    }
}
