package io.tidemark.fleet.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Sku;
import io.tidemark.fleet.surplus.DemandSnapshot;
import io.tidemark.fleet.surplus.SurplusPolicy;
import io.tidemark.pricing.facts.SurplusOutlook;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class DemandForecastTest {
    private static final long LOTS = 100;
    private static final long MINUTE = 60_000;
    private static final long STEP = 5 * MINUTE;
    private static final int WEEK = 168;

    /** Buffer 5, reserve 2, 30 minutes to release and 20 to turn around. */
    private static final SurplusPolicy POLICY = SurplusPolicy.forPool(Sku.B200X8, LOTS);

    /** Monday 2026-01-05 00:00 UTC. */
    private static final long MONDAY = Hours.parse("2026010500");

    private final DemandForecast forecast = new DemandForecast(POLICY);

    /** Watches from an hour to just before another. */
    private static void watch(DemandForecast forecast, long from, long to, LongUnaryOperator lotsInHour) {
        for (long at = Hours.startMillis(from); at < Hours.startMillis(to); at += STEP) {
            forecast.observe(at, reading(at, lotsInHour.applyAsLong(Hours.containing(at))));
        }
    }

    private static DemandSnapshot reading(long at, long lots) {
        return new DemandSnapshot(at, LOTS, Math.min(LOTS, lots), Math.max(0, lots - LOTS), false);
    }

    /** Sixty lots, and forty more from eight to sixteen on Monday to Friday. */
    private static long officeHours(long hour) {
        long hourOfWeek = Math.floorMod(hour - MONDAY, WEEK);
        long hourOfDay = hourOfWeek % 24;
        return hourOfWeek < 120 && hourOfDay >= 8 && hourOfDay < 16 ? 100 : 60;
    }

    private List<Long> peaks() {
        return forecast.state().peaks();
    }

    @Test
    void anHourCountsFromWhereItsLotsMustHaveBeenIdle() {
        long start = Hours.startMillis(MONDAY);
        for (long at = start; at < start + 4 * Hours.MILLIS; at += STEP) {
            long lots = at == start + 65 * MINUTE ? 70 : at == start + 75 * MINUTE ? 65 : 60;
            forecast.observe(at, reading(at, lots));
        }
        // The first hour lacks the 50 minutes before it; the third looks back to ten past one, the fourth is not over.
        assertThat(peaks()).containsExactly(-1L, 70L, 65L);
    }

    @Test
    void pendingWorkIsDemand() {
        watch(forecast, MONDAY, MONDAY + 3, hour -> 130);
        assertThat(peaks()).containsExactly(-1L, 130L);
    }

    @Test
    void outagesStaleReadingsAndSilenceAreNotLearned() {
        watch(forecast, MONDAY, MONDAY + 2, hour -> 60);
        long at = Hours.startMillis(MONDAY + 2);
        forecast.observe(at, new DemandSnapshot(at, LOTS, 2, 0, true));
        forecast.observe(at + STEP, reading(at + STEP, 60));
        watch(forecast, MONDAY + 3, MONDAY + 5, hour -> 60);
        // The third hour had an outage, and the fourth begins less than 50 minutes after the silence that followed.
        assertThat(peaks()).containsExactly(-1L, 60L, -1L, -1L);
        long later = Hours.startMillis(MONDAY + 5);
        forecast.observe(later, reading(later, 60));
        forecast.observe(later + STEP, new DemandSnapshot(later - 10 * MINUTE, LOTS, 0, 0, false));
        watch(forecast, MONDAY + 6, MONDAY + 9, hour -> 60);
        assertThat(peaks()).containsExactly(-1L, 60L, -1L, -1L, 60L, -1L, -1L, 60L);
    }

    @Test
    void nothingIsSaidUntilItsOwnErrorsAreKnownForAWeek() {
        watch(forecast, MONDAY, MONDAY + 2 * WEEK - 2, DemandForecastTest::officeHours);
        assertThat(forecast.outlook(MONDAY + 2 * WEEK - 2, 0)).isEqualTo(SurplusOutlook.UNKNOWN);
        watch(forecast, MONDAY + 2 * WEEK - 2, MONDAY + 2 * WEEK + 3, DemandForecastTest::officeHours);
        assertThat(forecast.outlook(MONDAY + 2 * WEEK + 2, 0).isKnown()).isTrue();
        assertThat(forecast.outlook(MONDAY + 3 * WEEK, 0).isKnown())
                .as("a week ahead takes a week longer")
                .isFalse();
        assertThat(forecast.outlook(MONDAY + 2 * WEEK, 0).isKnown())
                .as("an hour that is over")
                .isFalse();
        watch(forecast, MONDAY + 2 * WEEK + 3, MONDAY + 3 * WEEK + 3, DemandForecastTest::officeHours);
        assertThat(forecast.outlook(MONDAY + 4 * WEEK, 0).isKnown()).isTrue();
    }

    @Test
    void whatIsTheSameEveryWeekIsExpectedAgain() {
        watch(forecast, MONDAY, MONDAY + 12 * WEEK, DemandForecastTest::officeHours);
        // Of 100 lots 7 are reserve and headroom. The profile is still drawn to its mean a little.
        long tuesdayNight = MONDAY + 12 * WEEK + 27;
        long tuesdayNoon = MONDAY + 12 * WEEK + 36;
        assertThat(forecast.outlook(tuesdayNight, 0).p75()).isBetween(20L, 33L);
        assertThat(forecast.outlook(tuesdayNoon, 0).p75()).isBetween(0L, 5L);
        assertThat(forecast.outlook(tuesdayNoon, 0).p10()).isLessThan(15);
    }

    @Test
    void lotsThatAreOutNeedNotClearTheHeadroomAgain() {
        watch(forecast, MONDAY, MONDAY + 12 * WEEK, hour -> 60);
        long next = MONDAY + 12 * WEEK + 1;
        // 40 idle, 2 of them turnover reserve and 5 headroom.
        assertThat(forecast.outlook(next, 0).p99()).isEqualTo(33);
        assertThat(forecast.outlook(next, 35).p99()).isEqualTo(35);
        assertThat(forecast.outlook(next, 60).p99()).isEqualTo(38);
    }

    @Test
    void theFurtherAwayTheLessIsSure() {
        SplittableRandom random = new SplittableRandom(42);
        long[] walk = {MONDAY, 60};
        watch(forecast, MONDAY, MONDAY + 10 * WEEK, hour -> {
            if (hour != walk[0]) {
                walk[0] = hour;
                walk[1] = Math.max(30, Math.min(90, walk[1] + random.nextInt(-2, 3)));
            }
            return walk[1];
        });
        long now = MONDAY + 10 * WEEK;
        SurplusOutlook next = forecast.outlook(now + 1, 0);
        SurplusOutlook tomorrow = forecast.outlook(now + 24, 0);
        assertThat(next.p10() - next.p99()).isLessThan(tomorrow.p10() - tomorrow.p99());
    }

    @Test
    void aForecastThatStartsFromAStateGoesOnAsTheOneThatStoredIt() {
        watch(forecast, MONDAY, MONDAY + 4 * WEEK, DemandForecastTest::officeHours);
        DemandForecast restarted = new DemandForecast(POLICY, forecast.state());
        assertThat(restarted.state()).isEqualTo(forecast.state());
        assertThat(restarted.accuracy()).isEqualTo(forecast.accuracy());
        for (long hour = MONDAY + 4 * WEEK; hour < MONDAY + 5 * WEEK; hour++) {
            assertThat(restarted.outlook(hour, 3)).isEqualTo(forecast.outlook(hour, 3));
        }
    }

    @Test
    void afterARestartTheHoursThatNobodyWatchedWholeAreMissing() {
        watch(forecast, MONDAY, MONDAY + 5, hour -> 60);
        DemandForecast restarted = new DemandForecast(POLICY, forecast.state());
        watch(restarted, MONDAY + 6, MONDAY + 9, hour -> 60);
        assertThat(restarted.state().peaks()).containsExactly(-1L, 60L, 60L, 60L, -1L, -1L, -1L, 60L);
    }

    @Test
    void itsStateStaysSmallHoweverLongItWatches() {
        watch(forecast, MONDAY, MONDAY + 30 * WEEK, DemandForecastTest::officeHours);
        ForecastState state = forecast.state();
        assertThat(state.peaks()).hasSize(16 * WEEK);
        assertThat(state.tracks()).allMatch(track -> track.errors().size() == 8 * WEEK);
        assertThat(state.promises()).hasSize(1 + 3 + 6 + 12 + 24 + 72 + 168);
    }
}
