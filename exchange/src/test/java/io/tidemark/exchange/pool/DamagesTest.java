package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.PoolSpec.DAY;
import static io.tidemark.exchange.pool.PoolSpec.market;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.pool.Event.DamagesAwarded;
import io.tidemark.exchange.pool.Event.DamagesCaughtUp;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Section 7 of the rulebook: what a lot that fails costs the operator beyond the refund. A lot has 8 GPUs. */
class DamagesTest {
    /** Ten lots of hour 14 at 2.00, then ten at 3.00. */
    private static PoolSpec withAsks() {
        return market(600)
                .capacity(100)
                .asks(14, "10@2.00, 10@3.00")
                .deposit("alice", "1000")
                .deposit("bob", "1000");
    }

    @Test
    void theLeastDamagesAreAQuarterOfThePricePaidForTheTimeMissed() {
        PoolSpec market = withAsks().deposit("damages", "100");
        market.buy("alice", 10, 14, 15, "2.00").enter();
        market.at(900).meter(14, market.lastTrade(), 1_800);
        // Half of 160.00 back; 0.50 x 8 GPUs x 10 lots x half an hour on top.
        assertThat(market.free("alice")).isEqualTo("940.00");
        assertThat(market.free("damages")).isEqualTo("80.00");
        assertThat(market.free("operator")).isEqualTo("80.00");
        assertThat(market.events(DamagesAwarded.class))
                .containsExactly(new DamagesAwarded(
                        DAY + 14,
                        market.lastTrade(),
                        market.account("alice"),
                        10,
                        1_800,
                        2_000_000,
                        2_000_000,
                        20_000_000,
                        20_000_000,
                        0,
                        0));
    }

    @Test
    void whereReplacementCostsMoreTheDifferenceIsPaid() {
        PoolSpec market = withAsks().deposit("damages", "100");
        market.buy("alice", 10, 14, 15, "2.00").enter();
        long parcel = market.lastTrade();
        market.buy("bob", 1, 14, 15, "3.00").enter();
        market.at(900).meter(14, parcel, 0);
        // The hour last traded at 3.00; her 2.00 is below its index of 23 / 11. 1.00 x 8 x 10.
        assertThat(market.events(DamagesAwarded.class))
                .extracting(DamagesAwarded::base, DamagesAwarded::replacement, DamagesAwarded::amount)
                .containsExactly(tuple(2_000_000L, 3_000_000L, 80_000_000L));
        assertThat(market.free("alice")).isEqualTo("1080.00");
        assertThat(market.free("damages")).isEqualTo("20.00");
    }

    @Test
    void whoPaidMoreThanTheIndexIsMeasuredByTheIndex() {
        PoolSpec market = withAsks().deposit("damages", "100");
        market.buy("alice", 10, 14, 15, "2.00").enter();
        market.buy("bob", 1, 14, 15, "3.00").enter();
        market.at(900).meter(14, market.lastTrade(), 0);
        // (10 x 2.00 + 1 x 3.00) / 11 = 2.090909; up to 3.00 that is 0.909091 x 8.
        assertThat(market.events(DamagesAwarded.class))
                .extracting(DamagesAwarded::base, DamagesAwarded::replacement, DamagesAwarded::amount)
                .containsExactly(tuple(2_090_909L, 3_000_000L, 7_272_728L));
    }

    @Test
    void anHourThatIsSettledDaysLaterIsStillMeasuredByItsOwnPrices() {
        PoolSpec market = withAsks().deposit("damages", "100");
        market.buy("alice", 10, 14, 15, "2.00").enter();
        long first = market.lastTrade();
        market.buy("bob", 1, 14, 15, "3.00").enter();
        market.at(3 * 24 * 60).meter(14, first, 0, market.lastTrade(), 0);
        // As on the day itself: its last price is 3.00 and its index 23 / 11.
        assertThat(market.events(DamagesAwarded.class))
                .extracting(DamagesAwarded::base, DamagesAwarded::replacement, DamagesAwarded::amount)
                .containsExactly(tuple(2_000_000L, 3_000_000L, 80_000_000L), tuple(2_090_909L, 3_000_000L, 7_272_728L));
    }

    @Test
    void tenMinutesAreForgivenAndNotASecondMore() {
        PoolSpec market = withAsks().deposit("damages", "100");
        market.buy("alice", 5, 14, 15, "2.00").enter();
        long missedTen = market.lastTrade();
        market.buy("bob", 5, 14, 15, "2.00").enter();
        market.at(900).meter(14, missedTen, 3_000, market.lastTrade(), 2_999);
        // A sixth of 80.00 comes back either way; 0.50 x 8 x 5 x 601 s for Bob alone.
        assertThat(market.free("alice")).isEqualTo("933.333334");
        assertThat(market.events(DamagesAwarded.class))
                .extracting(DamagesAwarded::account, DamagesAwarded::amount)
                .containsExactly(tuple(market.account("bob"), 3_338_888L));
    }

    @Test
    void inAChainEveryBuyerIsRefundedAndOnlyTheFinalHolderGetsDamages() {
        PoolSpec market = withAsks().deposit("damages", "100");
        market.buy("alice", 10, 14, 15, "2.00").enter();
        market.sell("alice", 10, 14, 15, "2.50").enter();
        market.buy("bob", 10, 14, 15, "2.50").enter();
        market.at(900).meter(14, market.lastTrade(), 0);
        assertThat(market.free("alice")).isEqualTo("1000.00");
        // The index is 2.25: a quarter of it is more than the 0.25 up to 2.50. 0.5625 x 8 x 10.
        assertThat(market.free("bob")).isEqualTo("1045.00");
        assertThat(market.free("operator")).isEqualTo("0.00");
    }

    @Test
    void whatTheDamagesAccountLacksTheOperatorPaysAndWhatItLacksIsOwed() {
        PoolSpec market = withAsks().deposit("damages", "15").deposit("operator", "5");
        market.buy("alice", 10, 14, 15, "2.00").enter();
        long parcel = market.lastTrade();
        market.at(900).meter(14, parcel, 0);
        long alice = market.account("alice");
        assertThat(market.events(DamagesAwarded.class))
                .extracting(
                        DamagesAwarded::amount,
                        DamagesAwarded::fromDamages,
                        DamagesAwarded::fromOperator,
                        DamagesAwarded::unpaid)
                .containsExactly(tuple(40_000_000L, 15_000_000L, 5_000_000L, 20_000_000L));
        assertThat(market.free("alice")).isEqualTo("1020.00");
        market.deposit("operator", "12").deposit("damages", "30");
        assertThat(market.events(DamagesCaughtUp.class))
                .containsExactly(
                        new DamagesCaughtUp(DAY + 14, parcel, alice, 0, 12_000_000, 8_000_000),
                        new DamagesCaughtUp(DAY + 14, parcel, alice, 8_000_000, 0, 0));
        assertThat(market.free("alice")).isEqualTo("1040.00");
        assertThat(market.free("operator")).isEqualTo("0.00");
        assertThat(market.free("damages")).isEqualTo("22.00");
        market.deposit("damages", "1");
        assertThat(market.events(DamagesCaughtUp.class)).hasSize(2);
    }

    @Test
    void whatIsOwedCanBeAskedFor() {
        PoolSpec market = withAsks().deposit("damages", "15").deposit("operator", "5");
        assertThat(market.houseFunds())
                .isEqualTo(new View.HouseFundsView(Money.parse("5"), Money.parse("15"), List.of()));
        market.buy("alice", 10, 14, 15, "2.00").enter();
        long parcel = market.lastTrade();
        market.at(900).meter(14, parcel, 0);
        View.OwedView debt = new View.OwedView(market.account("alice"), Money.parse("20"), DAY + 14, parcel);
        assertThat(market.houseFunds()).isEqualTo(new View.HouseFundsView(0, 0, List.of(debt)));
        market.deposit("damages", "21");
        assertThat(market.houseFunds()).isEqualTo(new View.HouseFundsView(0, Money.parse("1"), List.of()));
    }

    @Test
    void whatTheOperatorEarnsOfAnHourPaysWhatItOwesBeforeAnythingNew() {
        PoolSpec market = market(600)
                .capacity(100)
                .asks(14, "10@2.00")
                .asks(15, "10@2.00")
                .deposit("alice", "1000")
                .deposit("bob", "1000");
        market.buy("alice", 10, 14, 15, "2.00").enter();
        long first = market.lastTrade();
        market.buy("bob", 2, 15, 16, "2.00").enter();
        market.buy("alice", 2, 15, 16, "2.00").enter();
        long second = market.lastTrade();
        market.at(900).meter(14, first, 0);
        assertThat(market.houseFunds().owed()).extracting(View.OwedView::amount).containsExactly(Money.parse("40"));
        // Bob's two lots were delivered: 32.00 for the operator, and all of it is Alice's of the hour before.
        market.at(960).meter(15, second, 0);
        assertThat(market.events(DamagesCaughtUp.class))
                .containsExactly(
                        new DamagesCaughtUp(DAY + 14, first, market.account("alice"), 0, 32_000_000, 8_000_000));
        assertThat(market.houseFunds().owed())
                .extracting(View.OwedView::hour, View.OwedView::amount)
                .containsExactly(tuple(DAY + 14, Money.parse("8")), tuple(DAY + 15, Money.parse("8")));
        assertThat(market.free("operator")).isEqualTo("0.00");
    }

    @Test
    void whatALeasePaysGoesToWhomTheOperatorOwesBeforeItCanBeTakenOut() {
        PoolSpec market = withAsks().reserve("80@1.00").deposit("carol", "1000");
        market.buy("alice", 10, 14, 15, "2.00").enter();
        market.at(840).spot("carol", 2, "1.00", false);
        market.at(900).meter(14, market.lastTrade(), 0);
        // Two lots at 1.00 are 16.00 for an hour, paid when it is over: here in the step that would take it away.
        assertThat(market.houseFunds().owed()).extracting(View.OwedView::amount).containsExactly(Money.parse("24"));
        Reply refused = market.applyAt(960, new Command.Debit(Clearing.OPERATOR, 1_000, Money.parse("1")));
        assertThat(refused).isInstanceOf(Reply.Refused.class);
        assertThat(market.houseFunds().owed()).extracting(View.OwedView::amount).containsExactly(Money.parse("8"));
    }

    @Test
    void whatWasOwedFirstIsPaidFirst() {
        PoolSpec market = withAsks();
        market.buy("alice", 5, 14, 15, "2.00").enter();
        long first = market.lastTrade();
        market.buy("bob", 5, 14, 15, "2.00").enter();
        long second = market.lastTrade();
        // Each is owed 0.50 x 8 x 5.
        market.at(900).meter(14, first, 0, second, 0).deposit("damages", "25").deposit("operator", "20");
        assertThat(market.events(DamagesCaughtUp.class))
                .containsExactly(
                        new DamagesCaughtUp(DAY + 14, first, market.account("alice"), 20_000_000, 0, 0),
                        new DamagesCaughtUp(DAY + 14, second, market.account("bob"), 5_000_000, 0, 15_000_000),
                        new DamagesCaughtUp(DAY + 14, second, market.account("bob"), 0, 15_000_000, 0));
        assertThat(market.free("operator")).isEqualTo("5.00");
    }

    @Test
    void aParcelOfSeveralPricesIsMeasuredLegByLeg() {
        PoolSpec market = withAsks().deposit("damages", "1000");
        market.buy("alice", 15, 14, 15, "3.00").enter();
        market.at(900).meter(14, market.lastTrade(), 0);
        // The index is (10 x 2.00 + 5 x 3.00) / 15 = 2.333333, the last price 3.00: 1.00 and 0.666667 below it.
        assertThat(market.events(DamagesAwarded.class))
                .extracting(DamagesAwarded::lots, DamagesAwarded::base, DamagesAwarded::amount)
                .containsExactly(tuple(10L, 2_000_000L, 80_000_000L), tuple(5L, 2_333_333L, 26_666_680L));
    }
}
