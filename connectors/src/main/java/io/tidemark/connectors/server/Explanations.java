package io.tidemark.connectors.server;

import io.tidemark.connectors.rest.PriceExplainer.Effect;
import io.tidemark.connectors.rest.PriceExplainer.Explanation;
import io.tidemark.pricing.publish.HourPrices;
import io.tidemark.pricing.publish.PoolPrices;
import java.util.Optional;

/** Why a price is what it is, in the words of the door. */
final class Explanations {
    private Explanations() {}

    static Optional<Explanation> of(Optional<PoolPrices> offered, long hour) {
        return offered.flatMap(prices -> prices.hour(hour).map(priced -> explain(prices, priced)));
    }

    private static Explanation explain(PoolPrices prices, HourPrices hour) {
        return new Explanation(
                prices.explain(hour.hour()).orElse(""),
                hour.effects().stream()
                        .map(effect -> new Effect(
                                effect.ruleId(),
                                effect.table(),
                                effect.input(),
                                effect.output() + "=" + effect.value()))
                        .toList());
    }
}
