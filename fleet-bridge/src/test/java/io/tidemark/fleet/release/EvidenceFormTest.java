package io.tidemark.fleet.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Evidence;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.facts.Limits;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.facts.SurplusOutlook;
import io.tidemark.pricing.price.Basis;
import io.tidemark.pricing.price.Pricer;
import io.tidemark.pricing.publish.PoolPrices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EvidenceFormTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final long NOON = Hours.startMillis(Hours.parse("2026111812"));
    private static final Pricer PRICER = new Pricer(RuleSet.builtIn());

    static LongStream seeds() {
        return LongStream.concat(LongStream.of(20_261_118), LongStream.range(0, 20));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyTickIsMadeAgainFromItsPublication(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Optional<PoolPrices> before = Optional.empty();
        for (int tick = 0; tick < 8; tick++) {
            PricedTick priced = PricedTick.of(Basis.of(facts(random), before), PRICER);
            assertThat(priced.prices())
                    .as("as little as it takes comes to what all of it comes to")
                    .isEqualTo(PRICER.price(priced.basis().facts(), before));
            PricedTick again = PricedTick.again(priced.rules(), PRICER);
            assertThat(again).isEqualTo(priced);
            assertThat(again.rules()).isEqualTo(priced.rules());
            assertThat(again.supply()).isEqualTo(priced.supply());
            before = Optional.of(priced.prices());
        }
    }

    /** Limits tight enough to bind now and then. */
    private static PoolFacts facts(SplittableRandom random) {
        long now = NOON + random.nextLong(Hours.MILLIS);
        List<HourFacts> hours = new ArrayList<>();
        for (long ahead = 1; ahead <= 168; ahead += random.nextLong(1, 12)) {
            long minted = random.nextLong(0, 200);
            hours.add(HourFacts.at(
                            now,
                            Hours.containing(now) + ahead,
                            random.nextLong(0, 200),
                            minted,
                            random.nextLong(0, minted + 1),
                            random.nextInt(3) == 0 ? 0 : random.nextLong(1, 2_000))
                    .with(outlook(random)));
        }
        return new PoolFacts(
                POOL,
                now,
                random.nextLong(0, 200),
                random.nextLong(0, 200),
                random.nextLong(0, 10_001),
                random.nextLong(-1, 5_000),
                new Limits(random.nextLong(1, 300), random.nextLong(350, 2_000), random.nextLong(1, 10_001)),
                hours);
    }

    private static SurplusOutlook outlook(SplittableRandom random) {
        return random.nextInt(4) == 0
                ? SurplusOutlook.UNKNOWN
                : SurplusOutlook.of(random.longs(SurplusOutlook.LEVELS_BPS.size(), 0, 200)
                        .sorted()
                        .boxed()
                        .toList());
    }

    @Test
    void whatIsNoEvidenceOfThisReleaseIsSaidToBeSo() {
        assertThatExceptionOfType(UnreadableEvidenceException.class)
                .isThrownBy(() -> EvidenceForm.read(Evidence.none()))
                .withMessageContaining("does not say");
        Evidence good = EvidenceForm.of(Basis.of(facts(new SplittableRandom(1)), Optional.empty()));
        byte[] other = good.bytes().clone();
        other[0] ^= 2;
        assertThatExceptionOfType(UnreadableEvidenceException.class)
                .isThrownBy(() -> EvidenceForm.read(new Evidence(other)))
                .withMessageContaining("another release");
        for (int length = 1; length < good.bytes().length; length++) {
            Evidence cut = new Evidence(Arrays.copyOf(good.bytes(), length));
            assertThatExceptionOfType(UnreadableEvidenceException.class).isThrownBy(() -> EvidenceForm.read(cut));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aColumnComesBackFromItsRuns(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] column = random.longs(random.nextInt(200), -2, 3).toArray();
        assertThat(Runs.values(Runs.of(column))).isEqualTo(column);
    }
}
