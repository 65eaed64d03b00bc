package io.tidemark.pricing.price;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.pricing.Samples;
import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.facts.SurplusOutlook;
import io.tidemark.pricing.publish.Effect;
import io.tidemark.pricing.publish.HourPrices;
import io.tidemark.pricing.publish.Output;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Firm titles against spot, under the tables of the module: three prices lost by a failed title, spot at three quarters of the price. */
class SplitTest {
    private static final SurplusOutlook OUTLOOK = new SurplusOutlook(10, 20, 30, 45, 60, 70, 90);
    private static final long HOURS_AHEAD = 12;

    private final Pricer pricer = new Pricer(Samples.RULES);

    private HourPrices priced(long capacity, long minted, long sold, SurplusOutlook outlook) {
        HourFacts hour = HourFacts.at(Samples.NOON, Samples.epochHour(HOURS_AHEAD), capacity, minted, sold, 0)
                .with(outlook);
        return pricer.price(Samples.pool(7_000, hour), Optional.empty()).hours().get(0);
    }

    private static Optional<Effect> split(HourPrices prices) {
        return prices.effects().stream()
                .filter(effect -> effect.output() == Output.FIRM_LOTS)
                .findFirst();
    }

    @Test
    void asManyTitlesAreMintedAsTheForecastIsSureEnoughOf() {
        HourPrices prices = priced(60, 0, 0, OUTLOOK);
        // 30,000 / (10,000 - 7,500 + 30,000) = 92.31 %; at 95 % there are 20 lots, at 90 % there are 30.
        assertThat(prices.firmLots()).isEqualTo(25);
        assertThat(prices.asks().lots()).isEqualTo(25);
        assertThat(split(prices))
                .contains(new Effect(
                        "forecast/firm_lots",
                        "forecast",
                        0,
                        Samples.epochHour(HOURS_AHEAD),
                        Output.FIRM_LOTS,
                        25,
                        "certainty_bps=9231 sure_lots=25 expected_lots=60 protected_lots=35",
                        "more may be needed by the owner of the machines"));
    }

    @Test
    void neverMoreThanTheTablesShareOfTheCapacity() {
        HourPrices prices = priced(20, 0, 0, OUTLOOK);
        assertThat(prices.firmLots()).isEqualTo(19);
        assertThat(split(prices).orElseThrow().reason()).isEqualTo("the others are kept for spot");
    }

    @Test
    void whatIsSoldStaysSoldWhateverIsForecast() {
        HourPrices prices = priced(60, 55, 50, OUTLOOK);
        assertThat(prices.firmLots()).isEqualTo(50);
        assertThat(prices.asks().tranches()).isEmpty();
    }

    @Test
    void withoutAForecastTheShareOfTheTableHolds() {
        HourPrices prices = priced(60, 0, 0, SurplusOutlook.UNKNOWN);
        assertThat(prices.firmLots()).isEqualTo(27);
        assertThat(split(prices)).isEmpty();
    }

    @Test
    void aBuyerIsToldWhyNoMoreIsSoldAhead() {
        HourFacts hour = HourFacts.at(Samples.NOON, Samples.epochHour(HOURS_AHEAD), 60, 0, 0, 0)
                .with(OUTLOOK);
        assertThat(pricer.price(Samples.pool(7_000, hour), Optional.empty()).explain(hour.hour()))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .contains("up to 25 lots are sold ahead because more may be needed by the owner of the"
                                + " machines"));
    }

    @Test
    void atTheCertaintyFirmAndSpotEarnTheSame() {
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < 1_000; i++) {
            double loss = random.nextInt(1, 100_001);
            double spot = random.nextInt(0, 10_001);
            double certain = Split.certaintyBps((long) loss, (long) spot) / 10_000.0;
            double barely = certain - 0.0001;
            assertThat(gain(certain, loss, spot)).isGreaterThanOrEqualTo(-1e-6);
            assertThat(gain(barely, loss, spot)).isLessThan(1e-6);
        }
    }

    /** What a lot earns more as firm than as spot, in basis points of its firm price. */
    private static double gain(double probability, double loss, double spot) {
        return probability * 10_000 - (1 - probability) * loss - probability * spot;
    }
}
