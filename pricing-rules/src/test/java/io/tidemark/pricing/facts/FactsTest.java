package io.tidemark.pricing.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.pricing.Samples;
import org.junit.jupiter.api.Test;

class FactsTest {
    @Test
    void theWeekStartsOnMondayInUtc() {
        HourFacts wednesday = at(Samples.NOON, "2026111813");
        assertThat(wednesday.hourOfWeek()).isEqualTo(2 * 24 + 13);
        assertThat(wednesday.dayOfWeek()).isEqualTo(2);
        assertThat(wednesday.hourOfDay()).isEqualTo(13);
        assertThat(at(Samples.NOON, "2026112300").hourOfWeek()).isZero();
        assertThat(at(Samples.NOON, "2026112223").hourOfWeek()).isEqualTo(167);
    }

    @Test
    void aMinuteThatHasBegunNoLongerLeads() {
        assertThat(at(Samples.NOON, "2026111813").leadMinutes()).isEqualTo(60);
        assertThat(at(Samples.NOON + 1, "2026111813").leadMinutes()).isEqualTo(59);
    }

    @Test
    void anHourThatHasStartedIsNotPriced() {
        assertThat(at(Samples.NOON, "2026111812").leadMinutes()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> at(Samples.NOON + 1, "2026111812"))
                .withMessage("leadMinutes must be 0 to 20159: -1");
    }

    @Test
    void nothingMintedIsNothingSold() {
        assertThat(HourFacts.at(Samples.NOON, Samples.epochHour(1), 10, 0, 0, 0).soldShareBps())
                .isZero();
        assertThat(HourFacts.at(Samples.NOON, Samples.epochHour(1), 10, 3, 2, 0).soldShareBps())
                .isEqualTo(6_666);
    }

    @Test
    void noMoreIsSoldThanIsMinted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HourFacts.at(Samples.NOON, Samples.epochHour(1), 10, 3, 4, 0))
                .withMessage("soldLots must be 0 to 3: 4");
    }

    @Test
    void hoursStandInTheOrderOfTime() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Samples.pool(0, Samples.hour(2, 0), Samples.hour(2, 0)))
                .withMessageStartingWith("hours must rise");
    }

    @Test
    void theCapIsNotBelowTheFloor() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(50, 49, 100));
    }

    private static HourFacts at(long now, String hour) {
        return HourFacts.at(now, Hours.parse(hour), 10, 10, 0, 0);
    }
}
