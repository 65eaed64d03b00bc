package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.PoolSpec.DAY;
import static io.tidemark.exchange.pool.PoolSpec.market;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.Hours;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Section 10 of the rulebook: what an hour cost on average in the last 24 hours before its gate. */
class HourIndexTest {
    private static final long GATE = Hours.startMillis(DAY) - 600_000;
    private static final long A_DAY_BEFORE = GATE - 24 * Hours.MILLIS;

    private final HourIndex index = new HourIndex(hour -> Hours.startMillis(hour) - 600_000);

    @Test
    void itIsTheAverageByLotsInWholeMicroDollarsRoundedDown() {
        index.traded(DAY, 200, 10, GATE - 2);
        index.traded(DAY, 210, 20, GATE - 1);
        // 6,200 / 30 = 206.666… cents.
        assertThat(index.of(DAY)).isEqualTo(2_066_666);
        assertThat(index.lots(DAY)).isEqualTo(30);
    }

    @Test
    void onlyTheLastTwentyFourHoursCount() {
        index.traded(DAY, 900, 50, A_DAY_BEFORE - 1);
        assertThat(index.of(DAY)).isZero();
        index.traded(DAY, 300, 1, A_DAY_BEFORE);
        assertThat(index.of(DAY)).isEqualTo(3_000_000);
    }

    @Test
    void anHourThatIsForgottenIsThatHourAndNoOther() {
        for (long hour = DAY; hour < DAY + 50; hour++) {
            index.traded(hour, 100 + hour - DAY, 1, Hours.startMillis(hour) - Hours.MILLIS);
        }
        index.forgetBefore(DAY + 20);
        for (long hour = DAY; hour < DAY + 50; hour++) {
            assertThat(index.of(hour)).isEqualTo(hour < DAY + 20 ? 0 : (100 + hour - DAY) * 10_000);
        }
    }

    @Test
    void theLargestPricesAndLotsLeaveNoLong() {
        index.traded(DAY, RuleSheet.HIGHEST_TICKS, 1_000_000_000_000L, GATE);
        index.traded(DAY, RuleSheet.HIGHEST_TICKS - 1, 1_000_000_000_000L, GATE);
        assertThat(index.of(DAY)).isEqualTo(9_999_995_000L);
    }

    @Test
    void itLiesBetweenTheCheapestAndTheDearestLeg() {
        SplittableRandom random = new SplittableRandom(5);
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int i = 0; i < 200; i++) {
            long ticks = random.nextLong(1, 1_000);
            index.traded(DAY, ticks, random.nextLong(1, 100), GATE);
            least = Math.min(least, ticks);
            most = Math.max(most, ticks);
            assertThat(index.of(DAY)).isBetween(least * 10_000, most * 10_000);
        }
    }

    private static PoolSpec withAsks() {
        return market(600)
                .capacity(100)
                .asks(14, "10@2.00, 10@2.60")
                .deposit("alice", "9000")
                .deposit("bob", "9000");
    }

    private static long indexOf(PoolSpec market, long hour) {
        return hour(market, hour).index();
    }

    private static View.HourView hour(PoolSpec market, long hour) {
        return ((View.HoursView) market.engine.answer(new Query.HoursFrom(DAY + hour, 1)))
                .hours()
                .get(0);
    }

    @Test
    void callAndContinuousLegsEnterAtTheirPrices() {
        PoolSpec market =
                market(600).capacity(100).release(14, "10@2.00, 10@2.60").deposit("alice", "9000");
        market.buy("alice", 10, 14, 15, "2.30").enter();
        // The call sells the hour's first ten at 2.00, and continuous trading then two at 2.60.
        market.after(16 * 60);
        assertThat(indexOf(market, 14)).isEqualTo(2_000_000);
        market.buy("alice", 2, 14, 15, "2.60").enter();
        assertThat(indexOf(market, 14)).isEqualTo(2_100_000);
    }

    @Test
    void aLegOfACallEntersAtThePriceOfTheCall() {
        PoolSpec market = market(600)
                .capacity(100)
                .release(14, "10@1.00")
                .deposit("alice", "9000")
                .deposit("bob", "9000");
        market.buy("alice", 10, 14, 15, "2.00").enter();
        market.buy("bob", 5, 14, 15, "1.80").enter();
        market.after(16 * 60);
        assertThat(market.legs()).containsExactly("h14 10@1.80");
        assertThat(indexOf(market, 14)).isEqualTo(1_800_000);
    }

    @Test
    void aResidualLegEntersAtTheSellersLimit() {
        PoolSpec market = withAsks();
        market.buy("alice", 20, 14, 15, "2.60").enter();
        assertThat(indexOf(market, 14)).isEqualTo(2_300_000);
        market.buy("bob", 10, 14, 15, "4.00").enter();
        market.sell("alice", 10, 14, 15, "1.70").enter();
        // Alice gets 4.00; what she asked for is what counts: (200 + 260 + 170) / 3.
        assertThat(market.legs()).last().isEqualTo("h14 10@4.00");
        assertThat(indexOf(market, 14)).isEqualTo(2_100_000);
    }

    @Test
    void itIsSaidOnceAtTheGateAndStandsFromThen() {
        PoolSpec market = withAsks();
        market.buy("alice", 15, 14, 15, "2.60").enter();
        market.at(13 * 60 + 49);
        assertThat(market.events(Event.HourIndexed.class)).isEmpty();
        market.at(13 * 60 + 51);
        // 15 lots: 10 at 2.00 and 5 at 2.60.
        assertThat(market.events(Event.HourIndexed.class))
                .containsExactly(new Event.HourIndexed(DAY + 14, 2_200_000, 15));
        market.at(16 * 60);
        assertThat(market.events(Event.HourIndexed.class)).hasSize(1);
        assertThat(indexOf(market, 14)).isEqualTo(2_200_000);
    }

    @Test
    void anHourThatNeverTradedHasNone() {
        PoolSpec market = withAsks().at(13 * 60 + 51);
        assertThat(market.events(Event.HourIndexed.class)).isEmpty();
    }

    @Test
    void aDayAfterItsGateAnHourThatIsSettledIsForgottenWithItsLastPrice() {
        PoolSpec market = withAsks();
        market.buy("alice", 15, 14, 15, "2.60").enter();
        market.at(900);
        for (long hour = 10; hour <= 14; hour++) {
            market.meter(hour);
        }
        market.at(37 * 60);
        assertThat(hour(market, 14).index()).isEqualTo(2_200_000);
        assertThat(hour(market, 14).reference()).isEqualTo(260);
        market.at(40 * 60);
        assertThat(hour(market, 14).index()).isZero();
        assertThat(hour(market, 14).reference()).isZero();
    }
}
