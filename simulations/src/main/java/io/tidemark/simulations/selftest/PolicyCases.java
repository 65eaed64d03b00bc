package io.tidemark.simulations.selftest;

import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.price.Pricer;
import io.tidemark.pricing.price.Pricing;
import io.tidemark.simulations.baseline.OnePrice;
import io.tidemark.simulations.random.NamedStreams;
import io.tidemark.simulations.selftest.CaseResult.Way;
import io.tidemark.simulations.selftest.RevenueCases.Stock;
import io.tidemark.simulations.statistics.Estimate;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Case 6 through the engine: what the built-in rules earn of a stock of lots, and what one price for all of them earns,
 * against the most that any prices can. The unit of money is set so that the best price that stands still is what the
 * tables take a GPU-hour to be worth; so the rules know the level of the demand, and neither its scatter nor its rate.
 */
final class PolicyCases {
    /** How many come; at the best price of an endless stock, which is one unit, as many buy as the theory says. */
    private static final double BUYERS = RevenueCases.MOST_SALES * StrictMath.E;

    /** What the tables take a B200 GPU-hour to be worth, in ticks. */
    private static final long ANCHOR_TICKS = 320;

    private static final double TICKS_PER_DOLLAR = 100;

    /** The least part of the best that the rules must come to. */
    private static final double RULES_SHARE = 0.8;

    /** What theory says of one price for all of them, stock by stock, is 0.93 or more. */
    private static final double FIXED_SHARE = 0.9;

    private final NamedStreams streams;
    private final Effort effort;
    private final Consumer<CaseResult> results;

    PolicyCases(NamedStreams streams, Effort effort, Consumer<CaseResult> results) {
        this.streams = streams;
        this.effort = effort;
        this.results = results;
    }

    void run() {
        Pricer rules = new Pricer(RuleSet.builtIn());
        for (Stock stock : RevenueCases.STOCKS) {
            tell("the built-in rules", stock, rules, RULES_SHARE);
            tell("a price that stands still", stock, OnePrice.fixed(rules, ANCHOR_TICKS), FIXED_SHARE);
        }
    }

    /** Passes unless it lies above what is possible, or below a part of it. */
    private void tell(String who, Stock stock, Pricing pricing, double leastShare) {
        double unit = ANCHOR_TICKS / TICKS_PER_DOLLAR / stock.stillPrice();
        int seasons = (int) effort.length(270);
        Estimate revenue = Estimate.of(IntStream.range(0, seasons)
                .parallel()
                .mapToDouble(season ->
                        new PricedSeason(stock.units(), pricing, streams.stream("priced/" + stock.units(), season))
                                        .play(BUYERS, unit)
                                / unit)
                .toArray());
        double halfWidth = revenue.halfWidth(CaseResult.LEVEL).orElseThrow();
        boolean passed =
                revenue.mean() - halfWidth <= stock.best() && revenue.mean() + halfWidth >= leastShare * stock.best();
        results.accept(new CaseResult(
                6,
                who + ", stock " + stock.units(),
                Way.ENGINE,
                stock.best(),
                revenue.mean(),
                halfWidth,
                0,
                passed,
                String.format(
                        Locale.ROOT,
                        "%.1f %% of the best; passes unless above it or below %.0f %%",
                        100 * revenue.mean() / stock.best(),
                        100 * leastShare)));
    }
}
