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
                2026111813 firm  60 fair 3.42 | 2@3.13 3@3.39 2@3.68 3@3.99 2@4.32 3@4.69
                2026111820 firm  45 fair 3.39 | 4@2.33 4@2.45 5@2.99 4@3.64 5@4.43 5@5.51
                2026111918 firm  30 fair 3.49 | 15@2.62 3@2.86 3@3.49 3@4.25 3@5.19 3@6.32
                2026112216 firm  20 fair 3.17 | 5@2.38 2@2.60 2@3.17 2@3.86 2@4.71 2@5.74
                spot                          | 20@1.20 12@1.50 8@1.92
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
                2026111813 firm  60 fair 5.39 | 1@9.29 1@9.60 1@9.93 1@10.26 1@10.60
                2026111918 firm  30 fair 4.80 | 2@3.81 3@4.49 2@5.30 3@6.25 2@7.37 3@8.69
                spot                          | 12@2.20 12@2.72 16@3.40
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
