package io.tidemark.pricing.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.pricing.Samples;
import io.tidemark.pricing.compile.BrokenRules;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.publish.PoolPrices;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailureTest {
    private final PoolFacts facts = Samples.pool(7_000, Samples.hour(3, 20, 310), Samples.hour(40, 60));

    @Test
    void aConsequenceThatFailsPublishesNothingAndTheLastGoodPricesStay() {
        Pricer good = new Pricer(Samples.RULES);
        PoolPrices published = good.price(facts, Optional.empty());
        PoolPrices before = published;
        try (RuleSet broken = BrokenRules.failing()) {
            Pricer failing = good.with(broken);
            assertThatExceptionOfType(PricingFailedException.class)
                    .isThrownBy(() -> failing.price(facts, Optional.of(before)))
                    .withMessageStartingWith("no prices for B200X8.PRN1: ");
        }
        assertThat(published).isEqualTo(good.price(facts, Optional.empty()));
        published = good.price(facts, Optional.of(published));
        assertThat(published.hours()).hasSameSizeAs(facts.hours());
        assertThat(good.counts()).isEqualTo(new Pricer.Counts(3, 1, 0));
    }
}
