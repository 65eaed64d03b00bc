package io.tidemark.pricing.price;

import static io.tidemark.pricing.Samples.hour;
import static io.tidemark.pricing.Samples.pool;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Price;
import io.tidemark.pricing.Samples;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.publish.HourPrices;
import io.tidemark.pricing.publish.Ladder;
import io.tidemark.pricing.publish.PoolPrices;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whole pools under the tables that come with the module, drawn. A change of a table shows here as a change of prices. */
class GoldenTest {
    private final Pricer pricer = new Pricer(Samples.RULES);

    @Test
    void aPoolUsedAsPlannedAtNoon() {
        assertThat(drawn(pool(7_000, hour(1, 60), hour(8, 30, 310), hour(30, 0), hour(100, 20))))
                .isEqualTo("""
                2026111813 firm  80 fair 3.42 | 3@3.14 3@3.38 4@3.68 3@4.01 3@4.31 4@4.69
                2026111820 firm  75 fair 3.39 | 8@2.33 7@2.55 7@3.07 8@3.73 7@4.55 8@5.54
                2026111918 firm  60 fair 3.49 | 30@2.62 6@2.86 6@3.49 6@4.25 6@5.19 6@6.32
                2026112216 firm  40 fair 3.17 | 3@2.54 3@2.94 4@3.50 3@4.16 3@4.83 4@5.74
                spot                          | 20@1.20 12@1.50 8@1.92
                """);
    }

    @Test
    void aPoolThatIsNearlyFull() {
        assertThat(drawn(pool(
                        PoolId.parse("GB200R64.HYP1"), 9_500, Samples.LIMITS, List.of(hour(1, 75, 520), hour(30, 40)))))
                .isEqualTo("""
                2026111813 firm  80 fair 5.39 | 1@9.64 1@9.88 1@10.13 1@10.39 1@10.65
                2026111918 firm  60 fair 4.80 | 3@5.21 3@5.75 4@6.46 3@7.25 3@8.01 4@8.99
                spot                          | 12@2.20 12@2.72 16@3.40
                """);
    }

    private String drawn(PoolFacts facts) {
        PoolPrices prices = pricer.price(facts, Optional.empty());
        return prices.hours().stream().map(GoldenTest::drawn).collect(Collectors.joining())
                + "spot                          | " + drawn(prices.spotReserve()) + "\n";
    }

    private static String drawn(HourPrices prices) {
        return "%s firm %3d fair %s | %s\n"
                .formatted(
                        Hours.format(prices.hour()),
                        prices.firmLots(),
                        Price.format(prices.fairTicks()),
                        drawn(prices.asks()));
    }

    private static String drawn(Ladder ladder) {
        return ladder.tranches().stream()
                .map(tranche -> tranche.lots() + "@" + Price.format(tranche.ticks()))
                .collect(Collectors.joining(" "));
    }
}
