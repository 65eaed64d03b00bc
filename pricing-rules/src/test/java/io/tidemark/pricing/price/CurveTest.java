package io.tidemark.pricing.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.pricing.publish.Tranche;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CurveTest {
    private static final Curve CURVE = Curve.FLAT_THEN_EXPONENTIAL;

    @Test
    void aFreshLadderStartsFlatAndEndsNearTheCap() {
        // b = 1 / (1 + ln(640/240)) = 0.50481: 50 of 100 lots are flat, 5 x 10 lots follow.
        assertThat(CURVE.tranches(240, 640, 100, 0, 6))
                .containsExactly(
                        new Tranche(240, 50),
                        new Tranche(262, 10),
                        new Tranche(320, 10),
                        new Tranche(390, 10),
                        new Tranche(475, 10),
                        new Tranche(580, 10));
    }

    @Test
    void whatWasSoldIsMissingAtTheCheapEnd() {
        assertThat(CURVE.tranches(240, 640, 100, 40, 6).get(0)).isEqualTo(new Tranche(240, 10));
    }

    @Test
    void onceTheFlatPartIsSoldTheBestAskClimbs() {
        List<Tranche> tranches = CURVE.tranches(240, 640, 100, 70, 6);
        assertThat(tranches).hasSize(6).map(Tranche::lots).containsOnly(5L);
        assertThat(tranches.get(0).ticks()).isEqualTo(371);
    }

    @Test
    void nothingIsOfferedWhenEverythingIsSold() {
        assertThat(CURVE.tranches(240, 640, 100, 100, 6)).isEmpty();
        assertThat(CURVE.tranches(240, 640, 0, 0, 6)).isEmpty();
    }

    @Test
    void fewLotsMakeFewTranches() {
        assertThat(CURVE.tranches(240, 640, 4, 0, 6)).map(Tranche::lots).containsExactly(2L, 1L, 1L);
    }

    @Test
    void withoutRoomBetweenFloorAndCapThereIsOneTranche() {
        assertThat(CURVE.tranches(240, 240, 100, 30, 6)).containsExactly(new Tranche(240, 70));
    }

    /** The integral of the curve is b x cap: with a floor of 0.85 and a cap of 1.5 times the fair value, 0.96 times it. */
    @Test
    void theMeanAskOfAWholeLadderIsALittleBelowTheFairValue() {
        double mean = CURVE.tranches(272, 480, 10_000, 0, 8).stream()
                        .mapToDouble(tranche -> (double) tranche.ticks() * tranche.lots())
                        .sum()
                / 10_000;
        assertThat(mean).isCloseTo(306, within(2.0));
    }

    @Test
    void everyLadderHoldsAllLotsAtRisingPricesBetweenFloorAndCap() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 5_000; i++) {
            long floor = random.nextLong(1, 1_000);
            long cap = random.nextLong(floor, 5_000);
            long firm = random.nextLong(0, 300);
            long sold = random.nextLong(0, firm + 1);
            int count = random.nextInt(5, 9);
            List<Tranche> tranches = CURVE.tranches(floor, cap, firm, sold, count);
            assertThat(tranches.stream().mapToLong(Tranche::lots).sum()).isEqualTo(firm - sold);
            assertThat(tranches).hasSizeLessThanOrEqualTo(count);
            assertThat(tranches).allMatch(tranche -> tranche.ticks() >= floor && tranche.ticks() <= cap);
            for (int k = 1; k < tranches.size(); k++) {
                assertThat(tranches.get(k).ticks())
                        .isGreaterThan(tranches.get(k - 1).ticks());
            }
        }
    }
}
