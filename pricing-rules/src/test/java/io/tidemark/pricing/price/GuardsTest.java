package io.tidemark.pricing.price;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.pricing.publish.Band;
import io.tidemark.pricing.publish.Ladder;
import io.tidemark.pricing.publish.Refusal;
import io.tidemark.pricing.publish.Refusal.Guard;
import io.tidemark.pricing.publish.Tranche;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuardsTest {
    private static final Guards GUARDS = new Guards(new Band(100, 1_000, 1_500), 2_500);
    private static final Optional<Ladder> EARLIER = Optional.of(ladder(200, 400, new Tranche(200, 10)));
    private static final Ladder REFUSED = ladder(210, 410, new Tranche(410, 5), new Tranche(210, 5));
    private static final long ON_HAND = 20;

    /** One row a guard, in the order they are declared; each row repairs only what the row above broke. */
    private static final List<Row> ROWS = List.of(
            new Row(ladder(251, 400, new Tranche(99, 20), new Tranche(99, 1)), Guard.MONOTONE),
            new Row(ladder(251, 400, new Tranche(99, 20), new Tranche(300, 1)), Guard.INSIDE_STATIC_BAND),
            new Row(ladder(251, 400, new Tranche(251, 20), new Tranche(300, 1)), Guard.LARGEST_STEP),
            new Row(ladder(250, 400, new Tranche(250, 20), new Tranche(300, 1)), Guard.LOTS_ON_HAND));

    private record Row(Ladder ladder, Guard guard) {}

    @Test
    void theFirstGuardThatIsBrokenIsReported() {
        for (Row row : ROWS) {
            assertThat(GUARDS.check(7, row.ladder(), EARLIER, ON_HAND))
                    .get()
                    .satisfies(refusal -> assertThat(refusal.hour()).isEqualTo(7))
                    .extracting(Refusal::guard)
                    .isEqualTo(row.guard());
        }
    }

    @Test
    void everyGuardHasItsRow() {
        assertThat(ROWS).map(Row::guard).isEqualTo(Arrays.asList(Guard.values()));
    }

    @Test
    void aLadderThatReachesEveryLimitPasses() {
        Ladder ladder = ladder(250, 500, new Tranche(100, 10), new Tranche(1_000, 10));
        assertThat(GUARDS.check(7, ladder, EARLIER, ON_HAND)).isEmpty();
    }

    @Test
    void theDearEndMayNotJumpEither() {
        assertThat(GUARDS.check(7, ladder(200, 299, new Tranche(200, 1)), EARLIER, ON_HAND))
                .contains(new Refusal(7, Guard.LARGEST_STEP, "the cap goes from 400 to 299 ticks"));
    }

    @Test
    void aLowPriceMayAlwaysMoveByOneTick() {
        Guards tight = new Guards(new Band(1, 10, 100), 1);
        Optional<Ladder> three = Optional.of(ladder(3, 3));
        assertThat(tight.check(7, ladder(4, 4), three, ON_HAND)).isEmpty();
        assertThat(tight.check(7, ladder(5, 5), three, ON_HAND)).isPresent();
    }

    @Test
    void aBandThatMovesCarriesPricesAlong() {
        Guards moved = new Guards(new Band(300, 1_000, 1_500), 100);
        assertThat(moved.check(7, ladder(300, 400, new Tranche(300, 1)), EARLIER, ON_HAND))
                .isEmpty();
    }

    @Test
    void theLadderThatStaysLosesItsCheapLotsFirst() {
        Ladder earlier = ladder(200, 400, new Tranche(200, 10), new Tranche(300, 10));
        assertThat(GUARDS.kept(REFUSED, Optional.of(earlier), 12))
                .isEqualTo(ladder(200, 400, new Tranche(200, 2), new Tranche(300, 10)));
        assertThat(GUARDS.kept(REFUSED, Optional.of(earlier), 0)).isEqualTo(ladder(200, 400));
    }

    @Test
    void aLadderTheBandLeftBehindDoesNotStay() {
        Ladder earlier = ladder(90, 400, new Tranche(90, 10));
        assertThat(GUARDS.kept(REFUSED, Optional.of(earlier), 10)).isEqualTo(ladder(100, 400));
    }

    @Test
    void withoutAnEarlierLadderNothingIsOfferedButTheCurveIsKnown() {
        assertThat(GUARDS.kept(REFUSED, Optional.empty(), 10)).isEqualTo(ladder(210, 410));
    }

    private static Ladder ladder(long floor, long cap, Tranche... tranches) {
        return new Ladder(floor, cap, List.of(tranches));
    }
}
