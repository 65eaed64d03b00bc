package io.tidemark.simulations.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.facts.Limits;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.price.Pricer;
import io.tidemark.pricing.price.Pricing;
import io.tidemark.pricing.publish.HourPrices;
import io.tidemark.pricing.publish.PoolPrices;
import io.tidemark.pricing.publish.Tranche;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OnePriceTest {
    private static final Pricer RULES = new Pricer(RuleSet.builtIn());
    private static final long NOW = 1_767_571_200_000L;
    private static final long HOUR = NOW / 3_600_000;

    private static PoolFacts facts(long utilisationBps) {
        return new PoolFacts(
                PoolId.parse("B200X8.PRN1"),
                NOW,
                40,
                4,
                utilisationBps,
                PoolFacts.UNKNOWN_VOLATILITY,
                new Limits(30, 5_000, 2_500),
                List.of(HourFacts.at(NOW, HOUR + 1, 40, 20, 5, 210), HourFacts.at(NOW, HOUR + 30, 40, 12, 0, 0)));
    }

    private static long price(Pricing pricing, long utilisationBps) {
        return pricing.price(facts(utilisationBps), Optional.empty())
                .spotReserve()
                .tranches()
                .get(0)
                .ticks();
    }

    @Test
    void everyLotOfEveryHourCostsTheSameAndSoDoesSpot() {
        PoolPrices prices = OnePrice.fixed(RULES, 175).price(facts(7_000), Optional.empty());
        assertThat(prices.hours()).hasSize(2).allSatisfy(hour -> {
            assertThat(hour.fairTicks()).isEqualTo(175);
            assertThat(hour.asks().tranches())
                    .containsExactly(new Tranche(175, hour.asks().lots()));
        });
        assertThat(prices.spotReserve().tranches()).containsExactly(new Tranche(175, 36));
    }

    @Test
    void howMuchIsForSaleBandsFeesAndNoticeAreThoseOfTheRules() {
        PoolPrices rules = RULES.price(facts(7_000), Optional.empty());
        PoolPrices fixed = OnePrice.fixed(RULES, 175).price(facts(7_000), Optional.of(rules));
        assertThat(fixed.hours().stream().map(HourPrices::firmLots))
                .isEqualTo(rules.hours().stream().map(HourPrices::firmLots).toList());
        assertThat(fixed.hours().stream().map(hour -> hour.asks().lots()))
                .isEqualTo(
                        rules.hours().stream().map(hour -> hour.asks().lots()).toList());
        assertThat(fixed.spotReserve().lots()).isEqualTo(rules.spotReserve().lots());
        assertThat(fixed.band()).isEqualTo(rules.band());
        assertThat(fixed.terms()).isEqualTo(rules.terms());
        assertThat(fixed.reclaimNoticeSeconds()).isEqualTo(rules.reclaimNoticeSeconds());
    }

    @Test
    void aPriceByUseGoesInAStraightLineAndRoundsHalfUp() {
        Pricing byUse = OnePrice.byUse(RULES, 100, 201);
        assertThat(price(byUse, 0)).isEqualTo(100);
        assertThat(price(byUse, 5_000)).isEqualTo(151);
        assertThat(price(byUse, 10_000)).isEqualTo(201);
        assertThat(price(OnePrice.byUse(RULES, 300, 100), 7_500)).isEqualTo(150);
    }

    @Test
    void noPriceLeavesTheBandOfTheRules() {
        assertThat(price(OnePrice.fixed(RULES, 1), 0))
                .isEqualTo(RULES.price(facts(0), Optional.empty()).band().lowTicks());
        assertThat(price(OnePrice.fixed(RULES, 90_000), 0))
                .isEqualTo(RULES.price(facts(0), Optional.empty()).band().highTicks());
    }
}
