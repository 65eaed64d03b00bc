package io.tidemark.pricing.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.pricing.Samples;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.price.Pricer;
import io.tidemark.pricing.price.PricingFailedException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GenerationTest {
    private static final PoolFacts FACTS = Samples.pool(7_000, Samples.hour(3, 20, 310));

    @Test
    void rulesAreClosedWhenTheLastTickThatHoldsThemEndsAndNoSooner() {
        RuleSet rules = RuleSet.builtIn();
        Generation generation = new Generation(rules, new Pricer(rules));
        assertThat(generation.hold()).isTrue();
        assertThat(generation.hold()).isTrue();

        // Another generation takes its place; two ticks still run.
        generation.letGo();
        assertThat(generation.pricer().price(FACTS, Optional.empty()).ruleSetId())
                .isEqualTo(rules.id());
        generation.letGo();
        assertThat(generation.hold()).as("one tick runs").isTrue();
        generation.letGo();
        assertThat(generation.pricer().price(FACTS, Optional.empty()).ruleSetId())
                .isEqualTo(rules.id());

        generation.letGo();
        assertThat(generation.hold()).isFalse();
        assertThatExceptionOfType(PricingFailedException.class)
                .isThrownBy(() -> generation.pricer().price(FACTS, Optional.empty()))
                .withMessageEndingWith("was closed");
    }
}
