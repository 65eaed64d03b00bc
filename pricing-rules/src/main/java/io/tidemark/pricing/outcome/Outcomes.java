package io.tidemark.pricing.outcome;

import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.price.Pricer;
import io.tidemark.pricing.publish.Effect;
import io.tidemark.pricing.publish.HourPrices;
import io.tidemark.pricing.publish.Output;
import io.tidemark.pricing.publish.PoolPrices;
import io.tidemark.pricing.publish.Terms;
import io.tidemark.pricing.table.Dimension;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a rule set comes to at a point.
 *
 * @param figures every outcome
 * @param effects what made them
 */
public record Outcomes(Map<Outcome, Long> figures, List<Effect> effects) {
    public Outcomes {
        figures = Collections.unmodifiableMap(new EnumMap<>(figures));
        effects = List.copyOf(effects);
    }

    public long of(Outcome outcome) {
        return figures.getOrDefault(outcome, 0L);
    }

    /** The rules that made an outcome, each once, such as {@code "utilisation/4"}; the limits in code are none. */
    public List<String> rulesOf(Outcome outcome) {
        Set<Output> inputs = outcome.inputs();
        return effects.stream()
                .filter(effect -> inputs.contains(effect.output()))
                .map(Effect::ruleId)
                .distinct()
                .toList();
    }

    /**
     * Prices points of one pool in one tick.
     *
     * @param points at least one, all of the same pool
     * @return one for each, in their order
     * @throws io.tidemark.pricing.price.PricingFailedException if the rules come to nothing there
     */
    public static List<Outcomes> at(Pricer pricer, List<Point> points) {
        PoolFacts facts = Point.facts(points);
        PoolPrices prices = pricer.price(facts, Optional.empty());
        List<Outcomes> all = new ArrayList<>(points.size());
        for (int i = 0; i < points.size(); i++) {
            HourPrices hour = prices.hours().get(i);
            Terms terms = prices.termsOf(points.get(i).at(Dimension.TRADED_LOT_HOURS));
            Map<Outcome, Long> figures = new EnumMap<>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                figures.put(outcome, outcome.of(prices, hour, terms));
            }
            // Those of the whole pool that made the hour's prices are in both lists.
            List<Effect> effects = new ArrayList<>(prices.effects());
            hour.effects().stream()
                    .filter(effect -> effect.hour() != Effect.WHOLE_POOL)
                    .forEach(effects::add);
            effects.addAll(terms.effects());
            all.add(new Outcomes(figures, effects));
        }
        return all;
    }
}
