package io.tidemark.connectors.explain;

import io.tidemark.connectors.explain.PriceExplanation.FactsOfPool;
import io.tidemark.connectors.explain.PriceExplanation.LadderRefusal;
import io.tidemark.connectors.explain.PriceExplanation.PricePart;
import io.tidemark.connectors.explain.PriceExplanation.PriceStep;
import io.tidemark.connectors.explain.PriceExplanation.RuleEffect;
import io.tidemark.connectors.explain.PriceExplanation.TickFacts;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.fleet.release.PricedTick;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.price.Reasons;
import io.tidemark.pricing.publish.Effect;
import io.tidemark.pricing.publish.PoolPrices;
import io.tidemark.pricing.publish.Reason;
import io.tidemark.pricing.publish.Reason.Subject;
import io.tidemark.pricing.publish.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From what stands in a pool to the answer about an hour. */
public final class Explanations {
    private Explanations() {}

    /**
     * The answer about an hour.
     *
     * @param rules the numbers with which the pool was opened; empty if they are not known any more
     * @return empty if no pricing that stands was asked for the hour
     */
    public static Optional<PriceExplanation> of(StandingPrices standing, long hour, Optional<MarketRules> rules) {
        PoolPrices last = standing.last().tick().prices();
        Optional<PublishedTick> offering = standing.offering(hour);
        if (last.hour(hour).isEmpty() && offering.isEmpty()) {
            return Optional.empty();
        }
        PublishedTick first = offering.orElse(standing.last());
        List<PricePart> parts = new ArrayList<>();
        parts(standing.last(), hour).stream()
                .filter(part -> offering.isEmpty() || !part.subject().equals(Subject.ASK.name()))
                .forEach(parts::add);
        offering.ifPresent(tick -> parts(tick, hour).stream()
                .filter(part -> part.subject().equals(Subject.ASK.name()))
                .forEach(part -> parts.add(last.hour(hour).isPresent() ? 1 : 0, part)));
        rules.map(HouseTerms::compensation).ifPresent(parts::add);
        return Optional.of(new PriceExplanation(
                standing.pool().toString(),
                Hours.format(hour),
                first.tick().prices().explain(hour).orElse(""),
                first.tick().prices().hour(hour).orElseThrow().effects().stream()
                        .map(Explanations::effect)
                        .toList(),
                ticks(standing.last(), first, hour),
                parts));
    }

    private static List<TickFacts> ticks(PublishedTick last, PublishedTick offering, long hour) {
        return last.sequence() == offering.sequence()
                ? List.of(facts(last, hour))
                : List.of(facts(last, hour), facts(offering, hour));
    }

    private static TickFacts facts(PublishedTick published, long hour) {
        PricedTick tick = published.tick();
        PoolFacts facts = tick.basis().facts();
        return new TickFacts(
                published.sequence(),
                instant(published.time()),
                instant(facts.nowMillis()),
                tick.prices().ruleSetId(),
                new FactsOfPool(
                        facts.usableLots(),
                        facts.firmTitles(),
                        facts.utilisationBps(),
                        facts.volatilityBps(),
                        facts.limits()),
                facts.hours().stream()
                        .filter(its -> its.hour() == hour)
                        .findFirst()
                        .orElse(null),
                null);
    }

    private static List<PricePart> parts(PublishedTick published, long hour) {
        PricedTick tick = published.tick();
        return Reasons.of(tick.basis().facts(), tick.prices(), hour).stream()
                .map(reason -> part(published.sequence(), reason))
                .toList();
    }

    private static PricePart part(long sequence, Reason reason) {
        return new PricePart(
                reason.subject().name(),
                sequence,
                reason.sentence(),
                reason.steps().stream().map(Explanations::step).toList(),
                reason.effects().stream().map(Explanations::effect).toList(),
                reason.refusals().stream()
                        .map(refusal -> new LadderRefusal(refusal.guard().name(), refusal.detail()))
                        .toList());
    }

    private static PriceStep step(Step step) {
        return new PriceStep(step.name(), step.how(), step.value());
    }

    private static RuleEffect effect(Effect effect) {
        return new RuleEffect(
                effect.ruleId(),
                effect.table(),
                effect.row(),
                effect.input(),
                effect.output() + "=" + effect.value(),
                effect.output().column(),
                effect.value(),
                effect.reason());
    }

    private static String instant(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
