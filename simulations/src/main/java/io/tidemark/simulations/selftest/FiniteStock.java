package io.tidemark.simulations.selftest;

import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.price.Basis;
import io.tidemark.pricing.price.Pricer;
import io.tidemark.pricing.price.Pricing;
import io.tidemark.pricing.publish.PoolPrices;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Prices as another does, of hours that have just so much capacity that a given number of titles comes of it: what is for
 * sale then does not change while it is sold.
 */
final class FiniteStock implements Pricing {
    private static final long WHOLE_BPS = 10_000;

    private final Pricing pricing;
    private final long stock;

    FiniteStock(Pricing pricing, long stock) {
        this.pricing = pricing;
        this.stock = stock;
    }

    @Override
    public PoolPrices price(Basis basis) {
        PoolPrices asked = pricing.price(with(basis, hour -> WHOLE_BPS));
        return pricing.price(with(
                basis, hour -> capacity(asked.hour(hour.hour()).orElseThrow().firmLots())));
    }

    private static Basis with(Basis basis, ToLongFunction<HourFacts> capacity) {
        PoolFacts facts = basis.facts();
        List<HourFacts> hours = facts.hours().stream()
                .map(hour -> withCapacity(hour, capacity.applyAsLong(hour)))
                .toList();
        return new Basis(
                new PoolFacts(
                        facts.pool(),
                        facts.nowMillis(),
                        facts.usableLots(),
                        facts.firmTitles(),
                        facts.utilisationBps(),
                        facts.volatilityBps(),
                        facts.limits(),
                        hours),
                basis.earlier());
    }

    /** The least capacity of which this share is the stock; of as many lots as there are basis points, the share is the lots. */
    private long capacity(long shareBps) {
        return (stock * WHOLE_BPS + shareBps - 1) / shareBps;
    }

    private static HourFacts withCapacity(HourFacts hour, long lots) {
        return new HourFacts(
                hour.hour(),
                hour.leadMinutes(),
                hour.hourOfWeek(),
                lots,
                hour.mintedLots(),
                hour.soldLots(),
                hour.referenceTicks(),
                hour.outlook());
    }

    @Override
    public String ruleSetId() {
        return pricing.ruleSetId();
    }

    @Override
    public Pricer.Counts counts() {
        return pricing.counts();
    }
}
