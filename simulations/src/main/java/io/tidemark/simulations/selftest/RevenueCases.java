package io.tidemark.simulations.selftest;

import io.tidemark.simulations.random.NamedStreams;
import io.tidemark.simulations.selftest.CaseResult.Way;
import io.tidemark.simulations.statistics.Estimate;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;

/** Cases 5 and 6: how much to release before demand is known, and what the best prices can earn. */
final class RevenueCases {
    private static final int REPLICATIONS = 50;

    private final NamedStreams streams;
    private final Effort effort;
    private final Consumer<CaseResult> results;

    RevenueCases(NamedStreams streams, Effort effort, Consumer<CaseResult> results) {
        this.streams = streams;
        this.effort = effort;
        this.results = results;
    }

    /**
     * Of 1,000 lots the operator will need N(700, 80). A released lot earns 1.2; one that must be taken back costs 6.
     */
    void newsvendor() {
        double[][] profits = IntStream.range(0, REPLICATIONS)
                .parallel()
                .mapToObj(replication -> releaseSweep(replication, (int) effort.length(36_000)))
                .toArray(double[][]::new);
        double[] atBest =
                IntStream.range(0, REPLICATIONS).mapToDouble(i -> profits[i][0]).toArray();
        results.accept(CaseResult.of(
                5, "profit at the release of 232.67", Way.KIT, 225.618, Estimate.of(atBest), effort.bound(0.002)));
        double peak = SWEEP_FROM + peak(profits);
        results.accept(new CaseResult(
                5,
                "release at which a sweep peaks",
                Way.KIT,
                232.670,
                peak,
                0,
                5,
                Math.abs(peak - 232.670) <= 5,
                "passes within 5"));
    }

    private static final int SWEEP_FROM = 180;
    private static final int SWEEP_STEPS = 101;

    /** The profit at the best release, then at each release of the sweep, all from the same demand. */
    private double[] releaseSweep(int replication, int days) {
        UniformRandomProvider random = streams.stream("newsvendor", replication);
        double[] sums = new double[SWEEP_STEPS + 1];
        for (int day = 0; day < days; day++) {
            double radius = StrictMath.sqrt(2 * Durations.exponential(random));
            double normal = radius * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
            double surplus = 1_000 - (700 + 80 * normal);
            sums[0] += profit(232.670, surplus);
            for (int step = 0; step < SWEEP_STEPS; step++) {
                sums[step + 1] += profit(SWEEP_FROM + step, surplus);
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= days;
        }
        return sums;
    }

    private static double profit(double release, double surplus) {
        return 1.2 * release - 6 * Math.max(0, release - surplus);
    }

    private static int peak(double[][] profits) {
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int step = 0; step < SWEEP_STEPS; step++) {
            double sum = 0;
            for (double[] replication : profits) {
                sum += replication[step + 1];
            }
            if (sum > most) {
                most = sum;
                best = step;
            }
        }
        return best;
    }

    /** Buyers come at the rate a exp(-p); without a limit to the stock 20 would buy at the best price of 1. */
    static final double MOST_SALES = 20;

    /**
     * What there is to sell.
     *
     * @param best the most that any prices can earn
     */
    record Stock(int units, double best) {
        /** The best price that stands still, where sales were as even as their mean. */
        double stillPrice() {
            return Math.max(1, 1 + StrictMath.log(MOST_SALES / units));
        }
    }

    static final List<Stock> STOCKS = List.of(new Stock(5, 10.45989), new Stock(10, 15.47288), new Stock(20, 19.41856));

    /** The optimal prices earn what the theory says; a price that stands still earns no more than that. */
    void dynamicPrices() {
        for (Stock stock : STOCKS) {
            Estimate optimal = seasons(stock, 0);
            results.accept(CaseResult.of(
                    6,
                    "revenue of the best prices, stock " + stock.units(),
                    Way.KIT,
                    stock.best(),
                    optimal,
                    effort.bound(0.005)));
            Estimate still = seasons(stock, stock.stillPrice());
            double halfWidth = still.halfWidth(CaseResult.LEVEL).orElseThrow();
            results.accept(new CaseResult(
                    6,
                    "revenue of a price that stands still, stock " + stock.units(),
                    Way.KIT,
                    stock.best(),
                    still.mean(),
                    halfWidth,
                    0.02 * stock.best(),
                    still.mean() - halfWidth <= stock.best(),
                    "passes unless it lies above"));
        }
    }

    private Estimate seasons(Stock stock, double fixedPrice) {
        int seasons = (int) effort.length(3_600);
        double[] means = IntStream.range(0, REPLICATIONS)
                .parallel()
                .mapToDouble(replication -> {
                    UniformRandomProvider random = streams.stream("season/" + stock.units(), replication);
                    double sum = 0;
                    for (int season = 0; season < seasons; season++) {
                        sum += season(random, stock.units(), fixedPrice);
                    }
                    return sum / seasons;
                })
                .toArray();
        return Estimate.of(means);
    }

    /**
     * One season. Buyers whose value is at least 1, the lowest price that anyone asks, come at random; what one is worth
     * above that is exponential.
     *
     * @param fixedPrice 0 for the optimal price of Gallego and van Ryzin, 1 + J(n, s) - J(n - 1, s)
     */
    private static double season(UniformRandomProvider random, int units, double fixedPrice) {
        double revenue = 0;
        int left = units;
        for (double still = 1 - Durations.exponential(random) / MOST_SALES;
                still > 0 && left > 0;
                still -= Durations.exponential(random) / MOST_SALES) {
            double price = fixedPrice > 0
                    ? fixedPrice
                    : 1 + value(left, MOST_SALES * still) - value(left - 1, MOST_SALES * still);
            double worth = 1 + Durations.exponential(random);
            if (worth >= price) {
                revenue += price;
                left--;
            }
        }
        return revenue;
    }

    /** J(n, s) = ln of the sum of x^i / i! for i from 0 to n. */
    private static double value(int units, double sales) {
        double term = 1;
        double sum = 1;
        for (int i = 1; i <= units; i++) {
            term *= sales / i;
            sum += term;
        }
        return StrictMath.log(sum);
    }
}
