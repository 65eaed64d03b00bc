package io.tidemark.pricing.price;

import static io.tidemark.pricing.Samples.pool;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Price;
import io.tidemark.pricing.Samples;
import io.tidemark.pricing.facts.HourFacts;
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
        assertThat(drawn(pool(
                        7_000,
                        minted(1, 60, 45, 0),
                        minted(8, 45, 18, 310),
                        minted(30, 30, 0, 0),
                        minted(100, 20, 5, 0))))
                .isEqualTo("""
                2026111813 firm  60 fair 3.42 | 2@2.60 3@2.78 2@2.96 3@3.16 2@3.37 3@3.59
                2026111820 firm  45 fair 3.39 | 10@2.64 3@2.70 3@3.00 4@3.39 3@3.83 4@4.32
                2026111918 firm  30 fair 3.49 | 19@2.97 2@3.11 2@3.45 2@3.83 2@4.25 3@4.84
                2026112216 firm  20 fair 3.17 | 8@2.69 2@2.97 1@3.34 2@3.76 2@4.40
                spot                          | 20@1.28 12@1.60 8@2.05
                """);
    }

    @Test
    void aPoolThatIsNearlyFull() {
        assertThat(drawn(pool(
                        PoolId.parse("GB200R64.HYP1"),
                        9_500,
                        Samples.LIMITS,
                        List.of(minted(1, 60, 55, 520), minted(30, 30, 15, 0)))))
                .isEqualTo("""
                2026111813 firm  60 fair 5.39 | 1@7.19 1@7.38 1@7.58 1@7.78 1@7.98
                2026111918 firm  30 fair 4.80 | 4@4.08 2@4.27 2@4.74 2@5.26 2@5.84 3@6.66
                spot                          | 12@3.60 12@4.80 16@6.00
                """);
    }

    /** An hour of which as many titles exist as the tables want at its distance. */
    private static HourFacts minted(long hoursAhead, long minted, long sold, long reference) {
        return HourFacts.at(Samples.NOON, Samples.epochHour(hoursAhead), 100, minted, sold, reference);
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
