package io.tidemark.pricing.price;

import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.publish.Effect;
import io.tidemark.pricing.publish.Group;
import io.tidemark.pricing.publish.HourPrices;
import io.tidemark.pricing.publish.Output;
import io.tidemark.pricing.publish.PoolPrices;
import io.tidemark.pricing.publish.Reason;
import io.tidemark.pricing.publish.Reason.Subject;
import io.tidemark.pricing.publish.Refusal;
import io.tidemark.pricing.publish.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Why what a tick published is what it is. It recomputes from the effects, with the numbers of the fold itself. */
public final class Reasons {
    private final PoolFacts facts;
    private final PoolPrices prices;

    private Reasons(PoolFacts facts, PoolPrices prices) {
        this.facts = facts;
        this.prices = prices;
    }

    /**
     * About an hour and its pool, in the order of {@link Subject}; about the pool alone if the tick was not asked for the
     * hour.
     *
     * @param facts those that the prices were made from
     */
    public static List<Reason> of(PoolFacts facts, PoolPrices prices, long hour) {
        Reasons reasons = new Reasons(facts, prices);
        List<Reason> all = new ArrayList<>();
        facts.hours().stream()
                .filter(its -> its.hour() == hour)
                .findFirst()
                .ifPresent(its -> prices.hour(hour).ifPresent(made -> {
                    all.add(reasons.fairValue(its, made));
                    all.add(reasons.ask(its, made));
                }));
        all.add(reasons.reserve());
        all.add(reasons.band());
        all.add(reasons.fees());
        all.add(reasons.orderLimits());
        all.add(reasons.notice());
        all.add(reasons.buyBack());
        return all;
    }

    private Reason fairValue(HourFacts hour, HourPrices made) {
        return new Reason(
                Subject.FAIR_VALUE,
                Sentence.worth(prices.pool(), made),
                Composition.fairValue(hour, made),
                only(
                        made.effects(),
                        effect -> effect.group() == Group.REFERENCE || effect.output() == Output.FAIR_TICKS),
                List.of());
    }

    private Reason ask(HourFacts hour, HourPrices made) {
        return new Reason(
                Subject.ASK,
                Sentence.offer(made),
                Composition.ask(hour, made),
                only(
                        made.effects(),
                        effect -> effect.group() != Group.REFERENCE && effect.output() != Output.FAIR_TICKS),
                refusals(hour.hour()));
    }

    private Reason reserve() {
        return new Reason(
                Subject.SPOT_RESERVE,
                Sentence.reserve(prices),
                Composition.reserve(facts, prices),
                only(
                        prices.effects(),
                        effect -> effect.group() == Group.RESERVE
                                || effect.group() == Group.LIMITS
                                || effect.output() == Output.ANCHOR_TICKS),
                refusals(Effect.WHOLE_POOL));
    }

    private Reason band() {
        return new Reason(
                Subject.BAND,
                Sentence.band(prices),
                Composition.band(facts.limits(), prices),
                only(
                        prices.effects(),
                        effect -> effect.group() == Group.BANDS || effect.output() == Output.ANCHOR_TICKS),
                List.of());
    }

    private Reason fees() {
        return new Reason(
                Subject.FEES, Sentence.fees(prices), Composition.fees(prices), ofGroups(Group.FEES), List.of());
    }

    private Reason orderLimits() {
        return new Reason(
                Subject.ORDER_LIMITS,
                Sentence.orderLimits(prices),
                Composition.limits(prices),
                ofGroups(Group.RISK),
                List.of());
    }

    /** A rule speaks for each of the terms that it makes; it is told once. */
    private List<Effect> ofGroups(Group group) {
        return prices.terms().stream()
                .flatMap(terms -> terms.effects().stream())
                .filter(effect -> effect.group() == group)
                .sorted()
                .distinct()
                .toList();
    }

    private Reason buyBack() {
        return new Reason(
                Subject.BUY_BACK,
                Sentence.buyBack(prices),
                Composition.buyBack(prices),
                only(
                        prices.effects(),
                        effect -> effect.output() == Output.BUY_BACK_BPS || effect.output() == Output.ANCHOR_TICKS),
                List.of());
    }

    private Reason notice() {
        return new Reason(
                Subject.RECLAIM_NOTICE,
                Sentence.notice(prices),
                Composition.notice(prices),
                only(prices.effects(), effect -> effect.output() == Output.NOTICE_SECONDS),
                List.of());
    }

    private static List<Effect> only(List<Effect> effects, Predicate<Effect> wanted) {
        return effects.stream().filter(wanted).toList();
    }

    private List<Refusal> refusals(long hour) {
        return prices.refusals().stream()
                .filter(refusal -> refusal.hour() == hour)
                .toList();
    }
}
