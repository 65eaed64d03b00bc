package io.tidemark.fleet.surplus;

import static io.tidemark.fleet.surplus.SurplusSpec.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Worked examples: a pool of 100 lots, a buffer of 5, no reserve, the usual half hour, five and twenty minutes. */
class SurplusTrackerTest {
    private static final SurplusPolicy USUAL = new SurplusPolicy(
            5, 0, Duration.ofMinutes(30), Duration.ofMinutes(5), Duration.ofMinutes(20), Duration.ofMinutes(10));

    @Test
    void aSurplusIsReleasedOnceItHasStoodForHalfAnHourAndIsUsableAfterItsTurnaround() {
        given(USUAL, 100).shows("""
                        | minute | in use | pending | seen | decision           | offered | usable |
                        |      0 |     70 |       0 | ok   | watching           |       0 |      0 |
                        |     10 |     70 |       0 | ok   | watching           |       0 |      0 |
                        |     20 |     70 |       0 | ok   | watching           |       0 |      0 |
                        |     29 |     70 |       0 | ok   | watching           |       0 |      0 |
                        |     30 |     70 |       0 | ok   | release 25 from 50 |      25 |      0 |
                        |     40 |     70 |       0 | ok   | steady             |      25 |      0 |
                        |     49 |     70 |       0 | ok   | steady             |      25 |      0 |
                        |     50 |     70 |       0 | ok   | steady             |      25 |     25 |
                        """);
    }

    @Test
    void onlyTheLeastSurplusOfTheHalfHourIsOffered() {
        given(USUAL, 100).shows("""
                        | minute | in use | pending | seen | decision           | offered | usable |
                        |      0 |     60 |       0 | ok   | watching           |       0 |      0 |
                        |     10 |     80 |       0 | ok   | watching           |       0 |      0 |
                        |     12 |     60 |       0 | ok   | watching           |       0 |      0 |
                        |     22 |     60 |       0 | ok   | watching           |       0 |      0 |
                        |     30 |     60 |       0 | ok   | release 15 from 50 |      15 |      0 |
                        |     40 |     60 |       0 | ok   | steady             |      15 |      0 |
                        |     41 |     60 |       0 | ok   | steady             |      15 |      0 |
                        |     42 |     60 |       0 | ok   | release 20 from 62 |      35 |      0 |
                        """);
    }

    @Test
    void pendingWorkAndTheBufferAreNotSurplus() {
        given(USUAL, 100).shows("""
                        | minute | in use | pending | seen | decision          | offered | usable |
                        |      0 |     70 |      21 | ok   | watching          |       0 |      0 |
                        |     10 |     70 |      21 | ok   | watching          |       0 |      0 |
                        |     20 |     70 |      21 | ok   | watching          |       0 |      0 |
                        |     30 |     70 |      21 | ok   | release 4 from 50 |       4 |      0 |
                        """);
    }

    @Test
    void aShortfallIsAskedBackOnceItHasStoodForFiveMinutesAndNoMoreThanStoodThroughout() {
        given(USUAL, 100).shows("""
                        | minute | in use | pending | seen | decision           | offered | usable |
                        |      0 |     70 |       0 | ok   | watching           |       0 |      0 |
                        |     10 |     70 |       0 | ok   | watching           |       0 |      0 |
                        |     20 |     70 |       0 | ok   | watching           |       0 |      0 |
                        |     30 |     70 |       0 | ok   | release 25 from 50 |      25 |      0 |
                        |     40 |     70 |       0 | ok   | steady             |      25 |      0 |
                        |     50 |     70 |       0 | ok   | steady             |      25 |     25 |
                        |     51 |     70 |       8 | ok   | steady             |      25 |     25 |
                        |     54 |     74 |      12 | ok   | steady             |      25 |     25 |
                        |     55 |     86 |       0 | ok   | steady             |      25 |     25 |
                        |     56 |     86 |       0 | ok   | need 3             |      22 |     22 |
                        |     59 |     86 |       0 | ok   | need 8             |      14 |     14 |
                        """);
    }

    @Test
    void internalWorkThatMovesIntoTheHeadroomAsksNothingBackAndTheHeadroomFillsAgainFirst() {
        given(USUAL, 100).shows("""
                        | minute | in use | pending | seen | decision           | offered | usable |
                        |      0 |     70 |       0 | ok   | watching           |       0 |      0 |
                        |     10 |     70 |       0 | ok   | watching           |       0 |      0 |
                        |     20 |     70 |       0 | ok   | watching           |       0 |      0 |
                        |     30 |     70 |       0 | ok   | release 25 from 50 |      25 |      0 |
                        |     40 |     75 |       0 | ok   | steady             |      25 |      0 |
                        |     50 |     75 |       0 | ok   | steady             |      25 |     25 |
                        |     56 |     76 |       0 | ok   | steady             |      25 |     25 |
                        |     61 |     76 |       0 | ok   | need 1             |      24 |     24 |
                        |     70 |     71 |       0 | ok   | steady             |      24 |     24 |
                        |     80 |     71 |       0 | ok   | steady             |      24 |     24 |
                        |     90 |     71 |       0 | ok   | steady             |      24 |     24 |
                        |    100 |     71 |       0 | ok   | steady             |      24 |     24 |
                        """);
    }

    @Test
    void aShortfallThatPassesWithinFiveMinutesAsksNothingBack() {
        given(USUAL, 100).shows("""
                        | minute | in use | pending | seen | decision           | offered | usable |
                        |      0 |     70 |       0 | ok   | watching           |       0 |      0 |
                        |     10 |     70 |       0 | ok   | watching           |       0 |      0 |
                        |     20 |     70 |       0 | ok   | watching           |       0 |      0 |
                        |     30 |     70 |       0 | ok   | release 25 from 50 |      25 |      0 |
                        |     31 |    100 |      40 | ok   | steady             |      25 |      0 |
                        |     34 |    100 |      40 | ok   | steady             |      25 |      0 |
                        |     35 |     70 |       0 | ok   | steady             |      25 |      0 |
                        |     40 |     70 |       0 | ok   | steady             |      25 |      0 |
                        """);
    }

    @Test
    void aNeedTakesLotsThatAreStillInTurnaroundFirst() {
        given(USUAL, 100).shows("""
                        | minute | in use | pending | seen | decision           | offered | usable |
                        |      0 |     80 |       0 | ok   | watching           |       0 |      0 |
                        |     10 |     70 |       0 | ok   | watching           |       0 |      0 |
                        |     20 |     70 |       0 | ok   | watching           |       0 |      0 |
                        |     30 |     70 |       0 | ok   | release 15 from 50 |      15 |      0 |
                        |     40 |     70 |       0 | ok   | release 10 from 60 |      25 |      0 |
                        |     50 |     77 |       0 | ok   | steady             |      25 |     15 |
                        |     55 |     77 |       0 | ok   | need 2             |      23 |     15 |
                        |     60 |     77 |       0 | ok   | steady             |      23 |     23 |
                        """);
    }

    @Test
    void anEmptyClusterInAnOutageIsNotSurplusAndWhatIsLeasedStays() {
        given(USUAL, 100).shows("""
                        | minute | in use | pending | seen | decision           | offered | usable |
                        |      0 |     85 |       0 | ok   | watching           |       0 |      0 |
                        |     10 |     85 |       0 | ok   | watching           |       0 |      0 |
                        |     20 |     85 |       0 | ok   | watching           |       0 |      0 |
                        |     30 |     85 |       0 | ok   | release 10 from 50 |      10 |      0 |
                        |     40 |      0 |       0 | down | outage             |      10 |      0 |
                        |     50 |      0 |       0 | down | outage             |      10 |     10 |
                        |     80 |      0 |      99 | down | outage             |      10 |     10 |
                        |     90 |     60 |       0 | ok   | watching           |      10 |     10 |
                        |    100 |     60 |       0 | ok   | watching           |      10 |     10 |
                        |    110 |     60 |       0 | ok   | watching           |      10 |     10 |
                        |    119 |     60 |       0 | ok   | watching           |      10 |     10 |
                        |    120 |     60 |       0 | ok   | release 25 from 140 |     35 |     10 |
                        """);
    }

    @Test
    void aReadingTooOldIsNeitherSurplusNorNeed() {
        given(USUAL, 100).shows("""
                        | minute | in use | pending | seen | decision           | offered | usable |
                        |      0 |     85 |       0 | ok   | watching           |       0 |      0 |
                        |     10 |     85 |       0 | ok   | watching           |       0 |      0 |
                        |     20 |     85 |       0 | 10   | watching           |       0 |      0 |
                        |     30 |     85 |       0 | ok   | release 10 from 50 |      10 |      0 |
                        |     40 |    100 |       0 | 11   | stale              |      10 |      0 |
                        |     50 |    100 |       0 | 21   | stale              |      10 |     10 |
                        |     55 |    100 |       0 | ok   | watching           |      10 |     10 |
                        |     59 |    100 |       0 | ok   | watching           |      10 |     10 |
                        |     60 |    100 |       0 | ok   | need 10            |       0 |      0 |
                        """);
    }

    @Test
    void aSilenceBetweenReadingsStartsTheWatchAnew() {
        given(USUAL, 100).shows("""
                        | minute | in use | pending | seen | decision           | offered | usable |
                        |      0 |     70 |       0 | ok   | watching           |       0 |      0 |
                        |     10 |     70 |       0 | ok   | watching           |       0 |      0 |
                        |     21 |     70 |       0 | ok   | watching           |       0 |      0 |
                        |     31 |     70 |       0 | ok   | watching           |       0 |      0 |
                        |     41 |     70 |       0 | ok   | watching           |       0 |      0 |
                        |     51 |     70 |       0 | ok   | release 25 from 71 |      25 |      0 |
                        """);
    }

    @Test
    void theTurnoverReserveIsKeptOutOfWhatIsOffered() {
        given(withReserve(3), 100).shows("""
                        | minute | in use | pending | seen | decision           | offered | usable |
                        |      0 |     70 |       0 | ok   | watching           |       0 |      0 |
                        |     10 |     70 |       0 | ok   | watching           |       0 |      0 |
                        |     20 |     70 |       0 | ok   | watching           |       0 |      0 |
                        |     30 |     70 |       0 | ok   | release 22 from 50 |      22 |      0 |
                        """);
    }

    @Test
    void withNoReclaimDelayAShortfallIsAskedBackAtOnce() {
        SurplusPolicy impatient = new SurplusPolicy(
                5, 0, Duration.ofMinutes(30), Duration.ZERO, Duration.ofMinutes(20), Duration.ofMinutes(10));
        given(impatient, 100).shows("""
                        | minute | in use | pending | seen | decision           | offered | usable |
                        |      0 |     70 |       0 | ok   | watching           |       0 |      0 |
                        |     10 |     70 |       0 | ok   | watching           |       0 |      0 |
                        |     20 |     70 |       0 | ok   | watching           |       0 |      0 |
                        |     30 |     70 |       0 | ok   | release 25 from 50 |      25 |      0 |
                        |     31 |     80 |       0 | ok   | need 5             |      20 |      0 |
                        """);
    }

    @Test
    void theHoursAheadCountALotFromTheInstantItIsReady() {
        SurplusTracker tracker = new SurplusTracker(USUAL);
        for (long minute = 0; minute <= 30; minute += 10) {
            tracker.observe(minute * 60_000, new DemandSnapshot(minute * 60_000, 100, 70, 0, false));
        }
        assertThat(tracker.usableLotsAt(50 * 60_000 - 1)).isZero();
        assertThat(tracker.usableLotsAt(50 * 60_000)).isEqualTo(25);
        assertThat(tracker.usableLotsAt(Long.MAX_VALUE)).isEqualTo(tracker.offeredLots());
    }

    @Test
    void thePastIsAnsweredAsTheLastReadingLeftIt() {
        SurplusTracker tracker = new SurplusTracker(USUAL);
        for (long minute = 0; minute <= 60; minute += 10) {
            tracker.observe(minute * 60_000, new DemandSnapshot(minute * 60_000, 100, 70, 0, false));
        }
        assertThat(tracker.usableLotsAt(0)).isEqualTo(25);
    }

    @Test
    void theLaterOfTwoReadingsAtOneInstantHolds() {
        SurplusTracker tracker = new SurplusTracker(USUAL);
        tracker.observe(0, new DemandSnapshot(0, 100, 100, 0, false));
        for (long minute = 0; minute < 30; minute += 10) {
            tracker.observe(minute * 60_000, new DemandSnapshot(minute * 60_000, 100, 70, 0, false));
        }
        assertThat(tracker.observe(30 * 60_000, new DemandSnapshot(30 * 60_000, 100, 70, 0, false)))
                .isEqualTo(new SurplusDecision.Release(25, 50 * 60_000));
    }

    @Test
    void timeThatStepsBackIsABrokenPromise() {
        SurplusTracker tracker = new SurplusTracker(USUAL);
        tracker.observe(1_000, new DemandSnapshot(0, 100, 70, 0, false));
        assertThatThrownBy(() -> tracker.observe(999, new DemandSnapshot(0, 100, 70, 0, false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("time must not step back from 1000: 999");
    }

    @Test
    void aReadingFromTheFutureIsABrokenPromiseAndLeavesNoMark() {
        SurplusTracker tracker = new SurplusTracker(USUAL);
        assertThatThrownBy(() -> tracker.observe(999, new DemandSnapshot(1_000, 100, 70, 0, false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a reading from the future of 999");
        assertThat(tracker.state()).isEqualTo(SurplusState.initial());
    }

    private static SurplusPolicy withReserve(long lots) {
        return new SurplusPolicy(
                USUAL.bufferLots(), lots, USUAL.release(), USUAL.reclaim(), USUAL.turnaround(), USUAL.staleAfter());
    }
}
