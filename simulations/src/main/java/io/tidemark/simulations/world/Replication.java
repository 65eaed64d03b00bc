package io.tidemark.simulations.world;

import io.tidemark.simulations.metric.Metric;
import io.tidemark.simulations.random.NamedStreams;
import io.tidemark.simulations.scenario.Scenario;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;

/** A scenario played once. */
public final class Replication {
    private final Scenario scenario;
    private final Inputs inputs;
    private final int number;
    private final CommandTap tap;

    /** @param number from 1; with the seed it decides all random numbers */
    public Replication(Scenario scenario, Inputs inputs, int number, CommandTap tap) {
        this.scenario = scenario;
        this.inputs = inputs;
        this.number = number;
        this.tap = tap;
    }

    /**
     * What a replication came to.
     *
     * @param digest of all that the engines said, in hex
     * @param series rows of series.csv
     * @param leases rows of leases.csv
     * @param prices by {@code pool,kind}, warm-up left out
     */
    public record Outcome(
            int number,
            String digest,
            Map<Metric, Double> metrics,
            String series,
            String leases,
            Map<String, PriceHistogram> prices) {}

    /**
     * Plays it.
     *
     * @throws CancellationException if it was stopped
     * @throws BrokenWorldException if a law of the market did not hold, or anything else broke
     */
    public Outcome play(Control control) {
        NamedStreams streams = NamedStreams.ofReplication(scenario.seed(), number);
        EventDigest digest = new EventDigest();
        StringBuilder series = new StringBuilder();
        StringBuilder leases = new StringBuilder();
        Map<String, PriceHistogram> prices = new LinkedHashMap<>();
        Tally all = new Tally();
        for (Scenario.Pool pool : scenario.pools()) {
            Market market = new Market(pool.id(), streams, digest, tap);
            Tally tally;
            try {
                tally = new PoolWorld(
                                scenario,
                                pool,
                                number,
                                streams,
                                market,
                                inputs.demand(scenario, pool, number, streams),
                                inputs,
                                series,
                                leases)
                        .play(control);
            } catch (CancellationException stop) {
                throw stop;
            } catch (RuntimeException broken) {
                throw new BrokenWorldException(
                        pool.id() + " broke in replication " + number + " of seed " + scenario.seed() + " at "
                                + Text.instant(market.time()) + ": " + broken.getMessage(),
                        broken);
            }
            all.add(tally, pool.id().gpusPerLot());
            prices.put(pool.id() + ",firm", tally.firmPrices);
            prices.put(pool.id() + ",spot", tally.spotPrices);
        }
        return new Outcome(number, digest.hex(), all.metrics(), series.toString(), leases.toString(), prices);
    }
}
