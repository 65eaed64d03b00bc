package io.tidemark.pricing.price;

import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.facts.GroupFacts;
import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.publish.Band;
import io.tidemark.pricing.publish.Effect;
import io.tidemark.pricing.publish.Group;
import io.tidemark.pricing.publish.HourPrices;
import io.tidemark.pricing.publish.Ladder;
import io.tidemark.pricing.publish.PoolPrices;
import io.tidemark.pricing.publish.Refusal;
import io.tidemark.pricing.publish.Terms;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Prices pools by one rule set. Threads may share it: it keeps nothing but counts, and what its rules alone decide. */
public final class Pricer implements Pricing {
    /**
     * What happened since this pricer was made.
     *
     * @param ticks pools priced
     * @param failedTicks ticks of which nothing was published
     * @param refusedLadders ladders that broke a guard
     */
    public record Counts(long ticks, long failedTicks, long refusedLadders) {}

    private final RuleSet rules;
    private final Curve curve;
    private final Map<String, List<Terms>> terms = new ConcurrentHashMap<>();
    private final Tally tally;

    /** What is counted; pricers that follow each other share it. */
    private static final class Tally {
        private final AtomicLong ticks = new AtomicLong();
        private final AtomicLong failedTicks = new AtomicLong();
        private final AtomicLong refusedLadders = new AtomicLong();
    }

    public Pricer(RuleSet rules) {
        this(rules, Curve.FLAT_THEN_EXPONENTIAL);
    }

    /** With another curve, so that a test can show the guards a wrong one. */
    Pricer(RuleSet rules, Curve curve) {
        this(rules, curve, new Tally());
    }

    private Pricer(RuleSet rules, Curve curve, Tally tally) {
        this.rules = rules;
        this.curve = curve;
        this.tally = tally;
    }

    /** A pricer by other rules that goes on counting where this one is; both may still be used. */
    public Pricer with(RuleSet other) {
        return new Pricer(other, curve, tally);
    }

    @Override
    public String ruleSetId() {
        return rules.id();
    }

    @Override
    public PoolPrices price(Basis basis) {
        PoolPrices prices;
        try {
            prices = priced(basis.facts(), basis.earlier());
        } catch (RuntimeException anything) {
            tally.failedTicks.incrementAndGet();
            throw new PricingFailedException(basis.facts().pool(), anything);
        }
        tally.ticks.incrementAndGet();
        tally.refusedLadders.addAndGet(prices.refusals().size());
        return prices;
    }

    @Override
    public Counts counts() {
        return new Counts(tally.ticks.get(), tally.failedTicks.get(), tally.refusedLadders.get());
    }

    private PoolPrices priced(PoolFacts facts, Optional<Earlier> previous) {
        List<Effect> ofPool = new ArrayList<>();
        Map<Long, List<Effect>> ofHours = new HashMap<>();
        for (Effect effect : rules.judge(facts)) {
            if (effect.hour() == Effect.WHOLE_POOL) {
                ofPool.add(effect);
            } else {
                ofHours.computeIfAbsent(effect.hour(), hour -> new ArrayList<>())
                        .add(effect);
            }
        }
        Band band = Fold.band(new Effects(ofPool), facts.limits());
        List<Effect> sharedByHours = ofPool.stream()
                .filter(effect -> effect.group() == Group.REFERENCE || effect.group() == Group.LADDER)
                .toList();

        List<Refusal> refusals = new ArrayList<>();
        List<HourPrices> hours = new ArrayList<>(facts.hours().size());
        for (HourFacts hour : facts.hours()) {
            List<Effect> its = new ArrayList<>(sharedByHours);
            its.addAll(ofHours.getOrDefault(hour.hour(), List.of()));
            Split.ofForecast(hour, new Effects(its)).ifPresent(its::add);
            Optional<Earlier.Hour> earlier = previous.flatMap(before -> before.hour(hour.hour()));
            hours.add(guarded(hour, its, band, facts, earlier, refusals));
        }

        Optional<Ladder> earlierReserve = previous.map(Earlier::spotReserve);
        List<Effect> reserveEffects =
                Limiter.reserve(ofPool, band, facts.limits().largestStepBps(), earlierReserve);
        Ladder reserve = Fold.reserve(new Effects(reserveEffects), facts.spotLots());
        Guards guards = new Guards(band, facts.limits().largestStepBps());
        Optional<Refusal> refused = guards.check(Effect.WHOLE_POOL, reserve, earlierReserve, facts.spotLots());
        refused.ifPresent(refusals::add);

        Effects effects = new Effects(reserveEffects);
        return new PoolPrices(
                facts.pool(),
                facts.nowMillis(),
                rules.id(),
                band,
                terms.computeIfAbsent(facts.sku(), sku -> terms(facts)),
                Fold.noticeSeconds(effects),
                Fold.buyBackTicks(effects, band),
                hours,
                refused.isEmpty() ? reserve : guards.kept(reserve, earlierReserve, facts.spotLots()),
                reserveEffects,
                refusals);
    }

    /** Terms of groups depend on the kind of machine alone, so they are asked for once. */
    private List<Terms> terms(PoolFacts facts) {
        List<Terms> all = new ArrayList<>();
        for (long start : rules.tierStarts()) {
            all.add(Fold.terms(start, rules.judge(facts.withoutHours(), new GroupFacts(start))));
        }
        return List.copyOf(all);
    }

    private HourPrices guarded(
            HourFacts hour,
            List<Effect> effects,
            Band band,
            PoolFacts facts,
            Optional<Earlier.Hour> earlier,
            List<Refusal> refusals) {
        long step = facts.limits().largestStepBps();
        HourPrices prices = Fold.hour(hour, Limiter.hour(hour, effects, band, step, earlier), curve);
        long onHand = prices.firmLots() - hour.soldLots();
        Guards guards = new Guards(band, step);
        Optional<Ladder> earlierAsks = earlier.map(Earlier.Hour::asks);
        Optional<Refusal> refused = guards.check(hour.hour(), prices.asks(), earlierAsks, onHand);
        if (refused.isEmpty()) {
            return prices;
        }
        refusals.add(refused.get());
        return new HourPrices(
                prices.hour(),
                prices.firmLots(),
                prices.fairTicks(),
                guards.kept(prices.asks(), earlierAsks, onHand),
                prices.effects());
    }
}
