package io.tidemark.simulations.selftest;

import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.price.Basis;
import io.tidemark.pricing.price.Pricer;
import io.tidemark.pricing.price.Pricing;
import io.tidemark.pricing.publish.Effect;
import io.tidemark.pricing.publish.HourPrices;
import io.tidemark.pricing.publish.Output;
import io.tidemark.pricing.publish.PoolPrices;
import java.util.List;

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
        PoolFacts facts = basis.facts();
        PoolPrices asked = pricing.price(basis);
        List<HourFacts> hours = facts.hours().stream()
                .map(hour -> withCapacity(
                        hour, capacity(firmShareBps(asked.hour(hour.hour()).orElseThrow()))))
                .toList();
        return pricing.price(new Basis(
                new PoolFacts(
                        facts.pool(),
                        facts.nowMillis(),
                        facts.usableLots(),
                        facts.firmTitles(),
                        facts.utilisationBps(),
                        facts.volatilityBps(),
                        facts.limits(),
                        hours),
                basis.earlier()));
    }

    private static long firmShareBps(HourPrices hour) {
        return hour.effects().stream()
                .filter(effect -> effect.output() == Output.FIRM_SHARE_BPS)
                .mapToLong(Effect::value)
                .findFirst()
                .orElseThrow();
    }

    /** The least capacity of which this share is the stock. */
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
