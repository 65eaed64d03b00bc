package io.tidemark.fleet.surplus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link DemandSource} that reads a live backend promises. */
public abstract class DemandSourceContract {
    /** The source, after at least one reading. */
    protected abstract DemandSource source();

    /** Reads anew, or tries to. */
    protected abstract void refresh(long now);

    /** Kills what is read. */
    protected abstract void takeAway();

    /** Starts it again, and waits until it can be read. */
    protected abstract void bringBack();

    /** Why nothing could be read the last time; empty if it could. */
    protected abstract String problem();

    @Test
    void noReadingIsFromTheFutureOfTheInstantItIsAskedFor() {
        long now = System.currentTimeMillis();
        for (Duration away : List.of(
                Duration.ZERO,
                Duration.ofMillis(1),
                Duration.ofMinutes(5),
                Duration.ofDays(63),
                Duration.ofDays(9_000))) {
            for (long at : List.of(now - away.toMillis(), now + away.toMillis())) {
                assertThat(source().snapshot(at).asOf()).as("asked for %d", at).isLessThanOrEqualTo(at);
            }
        }
    }

    @Test
    void whatIsReadIsNotOlderThanTheBackendsOwnFigures() {
        long before = System.currentTimeMillis();
        refresh(before);
        DemandSnapshot reading = source().snapshot(before);
        assertThat(problem()).isEmpty();
        assertThat(before - reading.asOf()).isLessThan(Duration.ofMinutes(1).toMillis());
    }

    @Test
    void beforeWhatItKnowsItSaysSoAndSaysNothing() {
        long from = source().knownFrom();
        assertThat(from).isLessThanOrEqualTo(System.currentTimeMillis());
        DemandSnapshot unknown = source().snapshot(from - 1);
        assertThat(unknown.asOf()).isZero();
        assertThat(unknown.totalLots()).isZero();
        assertThat(source().snapshot(from).asOf()).isEqualTo(from);
    }

    @Test
    void theLastReadingIsRepeatedWithItsInstantWhileTheBackendIsAway() {
        refresh(System.currentTimeMillis());
        DemandSnapshot last = source().snapshot(System.currentTimeMillis());
        takeAway();
        try {
            refresh(System.currentTimeMillis());
            assertThat(source().snapshot(System.currentTimeMillis())).isEqualTo(last);
            assertThat(problem()).isNotEmpty();
        } finally {
            bringBack();
        }
        refresh(System.currentTimeMillis());
        assertThat(problem()).isEmpty();
        assertThat(source().snapshot(System.currentTimeMillis()).asOf()).isGreaterThanOrEqualTo(last.asOf());
    }
}
