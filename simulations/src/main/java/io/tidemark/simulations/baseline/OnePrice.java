package io.tidemark.simulations.baseline;

import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.price.Basis;
import io.tidemark.pricing.price.Pricer;
import io.tidemark.pricing.price.Pricing;
import io.tidemark.pricing.publish.Band;
import io.tidemark.pricing.publish.HourPrices;
import io.tidemark.pricing.publish.Ladder;
import io.tidemark.pricing.publish.PoolPrices;
import io.tidemark.pricing.publish.Tranche;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * One price at a time for all that a pool sells: each hour's ladder has one step, and so has the spot reserve.
 *
 * <p>The rules are asked first, and what they say of titles, spot lots, bands, fees and notice stands. Only the prices are
 * replaced, brought inside the rules' static band. The largest step does not hold them: a price that may move at once is
 * the stronger yardstick.
 */
public final class OnePrice implements Pricing {
    private static final long WHOLE_BPS = 10_000;

    private final Pricing rules;
    private final ToLongFunction<PoolFacts> ticks;

    private OnePrice(Pricing rules, ToLongFunction<PoolFacts> ticks) {
        this.rules = rules;
        this.ticks = ticks;
    }

    /** The same price at all times. */
    public static OnePrice fixed(Pricing rules, long ticks) {
        return new OnePrice(rules, facts -> ticks);
    }

    /**
     * A price that goes in a straight line with the share of the pool in internal use, rounded half up to a tick.
     *
     * @param idleTicks the price of a pool that nobody uses
     * @param fullTicks the price of a pool that is used up
     */
    public static OnePrice byUse(Pricing rules, long idleTicks, long fullTicks) {
        return new OnePrice(
                rules,
                facts -> Math.floorDiv(
                        idleTicks * (WHOLE_BPS - facts.utilisationBps())
                                + fullTicks * facts.utilisationBps()
                                + WHOLE_BPS / 2,
                        WHOLE_BPS));
    }

    @Override
    public PoolPrices price(Basis basis) {
        PoolFacts facts = basis.facts();
        // Without what was published before: the rules' steps would start from prices that are not theirs.
        PoolPrices priced = rules.price(facts, Optional.empty());
        Band band = priced.band();
        long price = band.nearest(ticks.applyAsLong(facts));
        return new PoolPrices(
                priced.pool(),
                priced.nowMillis(),
                priced.ruleSetId(),
                band,
                priced.terms(),
                priced.reclaimNoticeSeconds(),
                priced.buyBackTicks(),
                priced.hours().stream().map(hour -> at(price, hour)).toList(),
                flat(price, priced.spotReserve().lots()),
                List.of(),
                List.of());
    }

    private static HourPrices at(long price, HourPrices hour) {
        return new HourPrices(
                hour.hour(), hour.firmLots(), price, flat(price, hour.asks().lots()), List.of());
    }

    private static Ladder flat(long price, long lots) {
        return new Ladder(price, price, lots == 0 ? List.of() : List.of(new Tranche(price, lots)));
    }

    /** The rules that decide all but the price. */
    @Override
    public String ruleSetId() {
        return rules.ruleSetId();
    }

    @Override
    public Pricer.Counts counts() {
        return rules.counts();
    }
}
