package io.tidemark.fleet.surplus;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.fleet.surplus.SurplusDecision.Hold;
import io.tidemark.fleet.surplus.SurplusDecision.Need;
import io.tidemark.fleet.surplus.SurplusDecision.Release;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random histories against the naive tracker, with every promise of the tracker checked after every reading. */
class SurplusTrackerRandomTest {
    private static final int READINGS = 600;
    private static final long LOTS = 60;

    /** A seed that has failed goes to the front. */
    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void keepsEveryPromise(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SurplusPolicy policy = policy(random);
        History history = new History(random, policy);
        NaiveTracker naive = new NaiveTracker(policy);
        SurplusTracker tracker = new SurplusTracker(policy);
        long lastRelease = Long.MIN_VALUE / 2;
        long lastNeed = Long.MIN_VALUE / 2;
        for (int i = 0; i < READINGS; i++) {
            DemandSnapshot reading = history.next();
            long now = history.now();
            long before = tracker.offeredLots();
            if (random.nextInt(10) == 0) {
                tracker = new SurplusTracker(policy, tracker.state());
            }
            SurplusDecision decision = tracker.observe(now, reading);
            long after = tracker.offeredLots();

            assertThat(after).as("as the naive tracker").isEqualTo(naive.observe(now, reading));
            assertThat(tracker.missingLots())
                    .as("missing, as the naive tracker")
                    .isEqualTo(naive.missing());
            assertThat(policy.reclaim().isZero() && tracker.missingLots() > 0)
                    .as("nothing is missing where it is asked back at once")
                    .isFalse();
            assertThat(after).as("what is offered moves by the decision").isEqualTo(before + change(decision));
            assertThat(tracker.usableLotsAt(Long.MAX_VALUE))
                    .as("all is usable in the end")
                    .isEqualTo(after);
            if (decision instanceof Release release) {
                assertThat(reading.outage()).as("no release in an outage").isFalse();
                assertThat(now - reading.asOf())
                        .as("no release on a stale reading")
                        .isLessThanOrEqualTo(policy.staleAfter().toMillis());
                assertThat(naive.watched(now, policy.release().toMillis()))
                        .as("watched for all of T_release")
                        .isTrue();
                assertThat(after)
                        .as("never above the least surplus of T_release")
                        .isLessThanOrEqualTo(naive.least(now, policy.release().toMillis()));
                assertThat(now - lastNeed)
                        .as("no release within T_release of a need")
                        .isGreaterThanOrEqualTo(policy.release().toMillis());
                assertThat(release.fromMillis())
                        .isEqualTo(now + policy.turnaround().toMillis());
                assertThat(tracker.usableLotsAt(release.fromMillis()) - tracker.usableLotsAt(release.fromMillis() - 1))
                        .as("ready at the end of the turnaround")
                        .isGreaterThanOrEqualTo(policy.turnaround().isZero() ? 0 : release.lots());
                lastRelease = now;
            }
            if (decision instanceof Need) {
                assertThat(now - lastRelease)
                        .as("no need within T_reclaim of a release")
                        .isGreaterThanOrEqualTo(policy.reclaim().toMillis());
                lastNeed = now;
            }
            if (naive.watched(now, policy.reclaim().toMillis())) {
                assertThat(after)
                        .as("a shortfall is asked back within T_reclaim")
                        .isLessThanOrEqualTo(
                                naive.greatest(now, policy.reclaim().toMillis()));
            }
            if (reading.outage()) {
                assertThat(decision).isEqualTo(new Hold(Hold.Reason.OUTAGE));
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aRestoredTrackerDecidesAsOneThatNeverStopped(long seed) {
        SurplusPolicy policy = policy(new SplittableRandom(seed));
        SurplusTracker steady = new SurplusTracker(policy);
        SurplusTracker restored = new SurplusTracker(policy);
        History history = new History(new SplittableRandom(seed), policy);
        for (int i = 0; i < READINGS; i++) {
            DemandSnapshot reading = history.next();
            restored = new SurplusTracker(policy, restored.state());
            assertThat(restored.observe(history.now(), reading)).isEqualTo(steady.observe(history.now(), reading));
            assertThat(restored.state()).isEqualTo(steady.state());
        }
    }

    private static long change(SurplusDecision decision) {
        if (decision instanceof Release release) {
            assertThat(release.lots()).isPositive();
            return release.lots();
        }
        if (decision instanceof Need need) {
            assertThat(need.lots()).isPositive();
            return -need.lots();
        }
        return 0;
    }

    private static SurplusPolicy policy(SplittableRandom random) {
        Duration release = Duration.ofMinutes(random.nextLong(10, 40));
        return new SurplusPolicy(
                random.nextLong(5),
                random.nextLong(3),
                release,
                Duration.ofMinutes(random.nextLong(0, 10)),
                Duration.ofMinutes(random.nextLong(0, 50)),
                Duration.ofMinutes(random.nextLong(5, 11)));
    }

    /** Demand that wanders, jumps now and then, breaks down sometimes, and is read at uneven intervals. */
    private static final class History {
        private final SplittableRandom random;
        private final long stale;
        private long now = 1_700_000_000_000L;
        private long inUse = LOTS / 2;
        private int downFor;

        History(SplittableRandom random, SurplusPolicy policy) {
            this.random = random;
            this.stale = policy.staleAfter().toMillis();
        }

        long now() {
            return now;
        }

        DemandSnapshot next() {
            now += random.nextInt(40) == 0 ? random.nextLong(stale, 3 * stale) : random.nextLong(0, 200_000);
            int step = random.nextInt(25) == 0 ? 20 : 1;
            inUse = Math.max(0, Math.min(LOTS, inUse + random.nextInt(-step, step + 1)));
            downFor = downFor > 0 ? downFor - 1 : random.nextInt(80) == 0 ? random.nextInt(20) : 0;
            long age = random.nextInt(30) == 0 ? random.nextLong(2 * stale) : 0;
            long pending = random.nextInt(5) == 0 ? random.nextLong(8) : 0;
            return new DemandSnapshot(now - age, LOTS, downFor > 0 ? 0 : inUse, pending, downFor > 0);
        }
    }
}
