package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.PoolSpec.DAY;
import static io.tidemark.exchange.pool.PoolSpec.market;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.book.SelfMatch;
import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Section 4 of the rulebook: continuous trading prints nothing too far from the last price of an hour; a call is held. */
class DynamicBandTest {
    /** Alice holds 20 lots of hours 14 and 15, whose last price is 1.00: ten per cent around it may be printed. */
    private static PoolSpec holder() {
        PoolSpec market = market(600)
                .capacity(100)
                .release(14, "20@1.00")
                .release(15, "20@1.00")
                .after(16 * 60)
                .deposit("alice", "100000")
                .deposit("bob", "100000")
                .deposit("carol", "100000");
        market.buy("alice", 20, 14, 16, "1.00").enter();
        return market.dynamicBand(1_000).quietly();
    }

    private static PoolSpec heldItsCall(PoolSpec market) {
        market.sell("alice", 5, 14, 15, "1.11").enter();
        market.buy("bob", 5, 14, 15, "1.11").enter();
        assertThat(market.pool().reason()).isEqualTo(CallReason.VOLATILITY);
        market.after(120);
        assertThat(market.pool().phase()).isEqualTo(Phase.CONTINUOUS);
        // From now on the last price of hour 14 is 1.11, and 1.00 to 1.22 may be printed.
        return market.quietly();
    }

    @Test
    void aBuyTakesWhatLiesInsideAndWaitsForACallWithTheRest() {
        PoolSpec market = holder();
        market.sell("alice", 5, 14, 15, "1.10").enter();
        market.sell("alice", 5, 14, 15, "1.11").enter();
        long buy = market.buy("bob", 10, 14, 15, "2.00").enter();
        assertThat(market.legs()).containsExactly("h14 5@1.10");
        assertThat(market.pool().reason()).isEqualTo(CallReason.VOLATILITY);
        market.after(119);
        assertThat(market.order("bob", buy).filledLots()).isEqualTo(5);
        market.after(1);
        assertThat(market.legs()).as("the call obeys the static band only").containsExactly("h14 5@1.10", "h14 5@1.11");
    }

    @Test
    void whatCannotWaitIsCancelledAndHoldsNoCall() {
        PoolSpec market = holder();
        market.sell("alice", 5, 14, 15, "1.10").enter();
        market.sell("alice", 5, 14, 15, "1.22").enter();
        long ioc = market.buy("bob", 10, 14, 15, "2.00").as(TimeInForce.IOC).enter();
        long fok = market.buy("bob", 5, 14, 15, "2.00").as(TimeInForce.FOK).enter();
        assertThat(market.legs()).containsExactly("h14 5@1.10");
        assertThat(market.order("bob", ioc).status()).isEqualTo("NOT_FILLED_AT_ONCE");
        assertThat(market.order("bob", fok).status()).isEqualTo("NOT_FILLED_AT_ONCE");
        assertThat(market.pool().phase()).isEqualTo(Phase.CONTINUOUS);
    }

    @Test
    void anAllOrNoneBuyIsTestedOnEveryLeg() {
        PoolSpec market = holder();
        market.sell("alice", 5, 14, 15, "0.90").enter();
        market.sell("alice", 5, 15, 16, "1.11").enter();
        market.buy("bob", 5, 14, 16, "1.05").allOrNone().enter();
        assertThat(market.legs()).isEmpty();
        assertThat(market.pool().reason()).isEqualTo(CallReason.VOLATILITY);
    }

    @Test
    void theEdgesOfTheBandAreInside() {
        PoolSpec market = holder();
        market.buy("bob", 5, 14, 15, "0.90").enter();
        market.sell("alice", 5, 14, 15, "0.50").enter();
        assertThat(market.legs()).containsExactly("h14 5@0.90");
        market.buy("bob", 5, 15, 16, "1.10").enter();
        market.sell("alice", 5, 15, 16, "1.10").enter();
        assertThat(market.legs()).containsExactly("h14 5@0.90", "h15 5@1.10");
        assertThat(market.pool().phase()).isEqualTo(Phase.CONTINUOUS);
    }

    @Test
    void theLowerEdgeIsInsideForABuyToo() {
        PoolSpec market = holder();
        market.sell("alice", 5, 14, 15, "0.90").enter();
        market.buy("bob", 5, 14, 15, "0.95").enter();
        assertThat(market.legs()).containsExactly("h14 5@0.90");
        assertThat(market.pool().phase()).isEqualTo(Phase.CONTINUOUS);
    }

    @Test
    void aSellThatWouldPrintBelowTheBandWaitsForACall() {
        PoolSpec market = holder();
        market.buy("bob", 5, 14, 15, "0.89").enter();
        long sell = market.sell("alice", 5, 14, 15, "0.50").enter();
        assertThat(market.legs()).isEmpty();
        assertThat(market.order("alice", sell).status()).isEqualTo("OPEN");
        assertThat(market.pool().reason()).isEqualTo(CallReason.VOLATILITY);
    }

    @Test
    void aSellCompletesABlockAsFarAsItsStripsLieInside() {
        PoolSpec market = holder();
        market.sell("alice", 2, 14, 15, "0.95").enter();
        market.sell("alice", 3, 14, 15, "1.10").enter();
        long block = market.buy("bob", 5, 14, 16, "0.99").enter();
        market.sell("alice", 5, 15, 16, "0.50").enter();
        // Two strips leave 1.98 - 0.95 for hour 15, the others 1.98 - 1.10, which is less than 0.90.
        assertThat(market.legs()).containsExactlyInAnyOrder("h14 2@0.95", "h15 2@1.03");
        assertThat(market.order("bob", block).filledLots()).isEqualTo(2);
        assertThat(market.pool().reason()).isEqualTo(CallReason.VOLATILITY);
    }

    @Test
    void withinTenMinutesOfACallAnOrderThatWouldTradeOutsideIsRefused() {
        PoolSpec market = heldItsCall(holder());
        market.sell("alice", 5, 14, 15, "1.23").enter();
        assertThat(market.buy("bob", 5, 14, 15, "2.00").enterToBeRefused().reason())
                .isEqualTo(Refusal.OUTSIDE_DYNAMIC_BAND);
        // What trades inside first, or could not trade at all, is entered.
        market.buy("bob", 5, 14, 15, "1.22").enter();
        // The call began two minutes ago.
        market.after(8 * 60 - 1);
        assertThat(market.buy("bob", 5, 14, 15, "2.00").enterToBeRefused().reason())
                .isEqualTo(Refusal.OUTSIDE_DYNAMIC_BAND);
        market.after(1);
        market.buy("bob", 5, 14, 15, "2.00").enter();
        assertThat(market.pool().reason()).isEqualTo(CallReason.VOLATILITY);
    }

    @Test
    void withinTenMinutesWhatIsLeftOfAnOrderThatTradedInsideIsClosed() {
        PoolSpec market = heldItsCall(holder());
        market.sell("alice", 5, 14, 15, "1.22").enter();
        market.sell("alice", 5, 14, 15, "1.23").enter();
        long buy = market.buy("bob", 10, 14, 15, "2.00").enter();
        assertThat(market.legs()).containsExactly("h14 5@1.22");
        assertThat(market.order("bob", buy).status()).isEqualTo("OUTSIDE_BAND");
        assertThat(market.pool().phase()).isEqualTo(Phase.CONTINUOUS);
    }

    @Test
    void withinTenMinutesAReplacementThatWouldTradeOutsideIsRefusedAndTheOrderStands() {
        PoolSpec market = heldItsCall(holder());
        market.sell("alice", 5, 14, 15, "1.23").enter();
        long buy = market.buy("bob", 5, 14, 15, "1.22").enter();
        long bob = market.account("bob");
        assertThat(market.apply(new Command.Replace(bob, buy, "dearer", 5, 123)).reply())
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Refusal.OUTSIDE_DYNAMIC_BAND));
        assertThat(market.order("bob", buy).limit()).isEqualTo(122);
        market.after(8 * 60).done(new Command.Replace(bob, buy, "dearer", 5, 123));
        assertThat(market.pool().reason()).isEqualTo(CallReason.VOLATILITY);
    }

    @Test
    void aReducedBuyThatWouldPrintOutsideWaitsForACallToo() {
        PoolSpec market = holder();
        market.sell("alice", 5, 14, 15, "1.11").enter();
        long buy = market.buy("bob", 10, 14, 15, "2.00").allOrNone().enter();
        assertThat(market.pool().phase()).isEqualTo(Phase.CONTINUOUS);
        market.done(new Command.Replace(market.account("bob"), buy, "five", 5, 200));
        assertThat(market.legs()).isEmpty();
        assertThat(market.pool().reason()).isEqualTo(CallReason.VOLATILITY);
        market.after(120);
        assertThat(market.legs()).containsExactly("h14 5@1.11");
    }

    @Test
    void withinTenMinutesWhatIsLeftOfASellThatTradedInsideIsClosed() {
        PoolSpec market = heldItsCall(holder());
        market.buy("bob", 5, 14, 15, "1.10").enter();
        market.buy("carol", 5, 14, 15, "0.99").enter();
        long sell = market.sell("alice", 10, 14, 15, "0.50").enter();
        assertThat(market.legs()).containsExactly("h14 5@1.10");
        assertThat(market.order("alice", sell).status()).isEqualTo("OUTSIDE_BAND");
        assertThat(market.pool().phase()).isEqualTo(Phase.CONTINUOUS);
        assertThat(market.sell("alice", 5, 14, 15, "0.50").enterToBeRefused().remedy())
                .endsWith("the next such call can be held 10 minutes after the last");
        market.sell("alice", 10, 14, 15, "3.00").enter();
    }

    @Test
    void anAllOrNoneBuyThatTheBandStopsForgetsWhatItLackedWhenItWantedMore() {
        PoolSpec market = heldItsCall(holder());
        market.sell("alice", 5, 14, 15, "1.23").enter();
        long buy = market.buy("bob", 20, 14, 15, "1.30").allOrNone().enter();
        // It lacked fifteen lots. Of five there are enough, but outside the band, and no call can be held yet.
        market.done(new Command.Replace(market.account("bob"), buy, "five", 5, 130));
        assertThat(market.legs()).isEmpty();
        assertThat(market.pool().phase()).isEqualTo(Phase.CONTINUOUS);
        market.sell("alice", 5, 14, 15, "1.20").enter();
        assertThat(market.legs()).containsExactly("h14 5@1.22");
    }

    @Test
    void withinTenMinutesASellThatGivesWayToItsGroupBeforeItPrintsIsNotRefused() {
        PoolSpec market = heldItsCall(holder());
        market.grouped("left", 55, "10000").grouped("right", 55, "10000");
        market.buy("left", 5, 14, 15, "1.22").enter();
        market.sell("alice", 5, 14, 15, "1.22").enter();
        market.buy("right", 5, 14, 15, "0.99").enter();
        market.buy("carol", 5, 14, 15, "0.98").enter();
        long sell = market.sell("left", 5, 14, 15, "0.50")
                .whoMeetsItsGroup(SelfMatch.CANCEL_INCOMING)
                .enter();
        assertThat(market.order("left", sell).status()).isEqualTo("SELF_MATCH");
        assertThat(market.sell("left", 5, 14, 15, "0.50").enterToBeRefused().reason())
                .as("one that passes its group over would meet carol")
                .isEqualTo(Refusal.OUTSIDE_DYNAMIC_BAND);
    }

    @Test
    void anOrderOfItsGroupThatCannotTradeGivesASellNoWay() {
        PoolSpec market = heldItsCall(holder());
        market.grouped("left", 55, "10000").grouped("right", 55, "10000");
        market.buy("left", 5, 14, 15, "1.22").enter();
        market.sell("alice", 5, 14, 15, "1.22").enter();
        market.buy("right", 50, 14, 15, "0.99").allOrNone().enter();
        market.buy("carol", 5, 14, 15, "0.98").enter();
        Reply.Refused refused = market.sell("left", 5, 14, 15, "0.50")
                .whoMeetsItsGroup(SelfMatch.CANCEL_INCOMING)
                .enterToBeRefused();
        assertThat(refused.reason()).isEqualTo(Refusal.OUTSIDE_DYNAMIC_BAND);
    }

    @Test
    void whereNothingWasPrintedTheFairValueOfTheRulesCounts() {
        PoolSpec market = holder().asks(16, "5@2.20, 5@2.21");
        RuleSheet.FairValue fair = new RuleSheet.FairValue(DAY + 16, 200);
        market.publish(new RuleSheet("test", 1, 100_000, 0, 0, 120, List.of(), List.of(fair), 1_000, 0, 0));
        market.quietly().buy("bob", 10, 16, 17, "3.00").enter();
        assertThat(market.legs()).containsExactly("h16 5@2.20");
        assertThat(market.pool().reason()).isEqualTo(CallReason.VOLATILITY);
    }

    @Test
    void aResidualIsNoPriceOfItsHour() {
        PoolSpec market = holder().dynamicBand(5_000);
        market.sell("alice", 5, 14, 15, "1.00").enter();
        market.buy("bob", 5, 14, 16, "1.20").enter();
        market.sell("alice", 5, 15, 16, "0.80").enter();
        assertThat(market.legs()).containsExactlyInAnyOrder("h14 5@1.00", "h15 5@1.40");
        // Around 1.00 a price of 1.60 lies outside, around 1.40 it would not.
        market.sell("alice", 5, 15, 16, "1.60").enter();
        market.buy("carol", 5, 15, 16, "1.60").enter();
        assertThat(market.pool().reason()).isEqualTo(CallReason.VOLATILITY);
    }

    @Test
    void aMarketBuyIsLimitedByTheMeanOfTheUpperBandsAndAMarketSellByEachLowerOne() {
        PoolSpec market = holder();
        market.sell("alice", 1, 15, 16, "1.06").enter();
        market.buy("carol", 1, 15, 16, "1.06").enter();
        // 1.10 above hour 14, and above hour 15, whose last price is 1.06 now, 1.16.
        long buy = market.atMarket("bob", Side.BUY, 5, 14, 16).enter();
        assertThat(market.order("bob", buy).limit()).isEqualTo(113);
        market.quietly();
        market.buy("bob", 5, 14, 15, "0.90").enter();
        market.buy("bob", 5, 15, 16, "0.95").enter();
        long sell = market.atMarket("alice", Side.SELL, 5, 14, 16).enter();
        assertThat(market.legs()).as("0.96 is the least in hour 15").containsExactly("h14 5@0.90");
        assertThat(market.order("alice", sell).status()).isEqualTo("NOT_FILLED_AT_ONCE");
        assertThat(market.order("alice", sell).limit())
                .as("the lower of the two")
                .isEqualTo(90);
    }
}
