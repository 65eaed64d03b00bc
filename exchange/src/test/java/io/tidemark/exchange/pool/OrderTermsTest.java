package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.PoolSpec.DAY;
import static io.tidemark.exchange.pool.PoolSpec.market;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Section 3 of the rulebook: good till date, post-only, and cancelling many at once. */
class OrderTermsTest {
    /** Alice holds 20 lots of hours 14 and 15; nothing is on offer. It is 10:16. */
    private static PoolSpec holder() {
        PoolSpec market = market(600)
                .capacity(100)
                .release(14, "20@1.00")
                .release(15, "20@1.00")
                .after(16 * 60)
                .deposit("alice", "100000")
                .deposit("bob", "100000");
        market.buy("alice", 20, 14, 16, "1.00").enter();
        return market.quietly();
    }

    @Test
    void termsThatContradictEachOtherAreRefused() {
        PoolSpec market = holder();
        PoolSpec.Order buy = market.buy("bob", 5, 14, 15, "2.00");
        for (PoolSpec.Order order : List.of(
                market.atMarket("bob", Side.BUY, 5, 14, 15).as(TimeInForce.GTC),
                buy.postOnly().as(TimeInForce.IOC),
                buy.postOnly().as(TimeInForce.FOK),
                buy.as(TimeInForce.GTD),
                buy.until(700).as(TimeInForce.GTC))) {
            assertThat(order.enterToBeRefused().reason())
                    .as("%s", order.terms())
                    .isEqualTo(Refusal.TERMS_CONTRADICT);
        }
    }

    @Test
    void aRefusalSaysWhatIsWrongWithTheEndOfAnOrder() {
        PoolSpec market = holder();
        PoolSpec.Order buy = market.buy("bob", 5, 14, 15, "2.00");
        assertThat(buy.as(TimeInForce.GTD).enterToBeRefused().problem())
                .isEqualTo("GTD without an instant at which it ends");
        assertThat(buy.until(700).as(TimeInForce.GTC).enterToBeRefused().problem())
                .isEqualTo("GTC with an instant at which it ends");
        assertThat(buy.until(615).enterToBeRefused().problem()).isEqualTo("it would have ended 60 seconds ago");
    }

    @Test
    void whatCannotWaitIsRefusedInACall() {
        PoolSpec market = holder().halt().resume();
        PoolSpec.Order buy = market.buy("bob", 5, 14, 15, "2.00");
        for (PoolSpec.Order order : List.of(
                market.atMarket("bob", Side.BUY, 5, 14, 15), buy.as(TimeInForce.IOC), buy.as(TimeInForce.FOK))) {
            assertThat(order.enterToBeRefused().reason())
                    .as("%s", order.terms())
                    .isEqualTo(Refusal.NOT_IN_A_CALL);
        }
        buy.until(700).enter();
    }

    @Test
    void onlyABuyIsAllOrNone() {
        PoolSpec market = holder();
        PoolSpec.Order sell = market.sell("alice", 5, 14, 15, "2.00");
        for (PoolSpec.Order order : List.of(sell.allOrNone(), sell.as(TimeInForce.FOK))) {
            assertThat(order.enterToBeRefused().reason())
                    .as("%s", order.terms())
                    .isEqualTo(Refusal.SELLERS_ARE_DIVISIBLE);
        }
        assertThat(sell.allOrNone().enterToBeRefused().field()).isEqualTo("allOrNone");
        assertThat(sell.as(TimeInForce.FOK).enterToBeRefused().field()).isEqualTo("timeInForce");
        market.buy("bob", 5, 14, 15, "2.00").allOrNone().enter();
    }

    @Test
    void anOrderThatIsGoodTillAnInstantIsDeadAtIt() {
        PoolSpec market = holder();
        long buy = market.buy("bob", 5, 14, 15, "2.00").until(700).enter();
        market.at(699);
        assertThat(market.order("bob", buy).status()).isEqualTo("OPEN");
        assertThat(market.held("bob")).isEqualTo("80.00");
        market.at(700);
        assertThat(market.order("bob", buy).status()).isEqualTo("EXPIRED");
        assertThat(market.held("bob")).isEqualTo("0.00");
        market.sell("alice", 5, 14, 15, "2.00").enter();
        assertThat(market.legs()).isEmpty();
    }

    @Test
    void aSellThatExpiresFreesItsTitlesInEveryHour() {
        PoolSpec market = holder();
        long sell = market.sell("alice", 20, 14, 16, "2.00").until(700).enter();
        long later = market.buy("bob", 1, 14, 15, "1.00").until(701).enter();
        market.at(700);
        assertThat(market.order("alice", sell).status()).isEqualTo("EXPIRED");
        assertThat(market.order("bob", later).status()).isEqualTo("OPEN");
        market.sell("alice", 20, 14, 16, "2.00").enter();
    }

    @Test
    void anOrderThatEndsWithACallTakesNoPartInIt() {
        PoolSpec market = holder().halt().resume();
        long buy = market.buy("bob", 5, 14, 15, "2.00").until(621).enter();
        market.sell("alice", 5, 14, 15, "2.00").enter();
        market.at(621);
        assertThat(market.pool().phase()).isEqualTo(Phase.CONTINUOUS);
        assertThat(market.legs()).isEmpty();
        assertThat(market.order("bob", buy).status()).isEqualTo("EXPIRED");
    }

    @Test
    void anOrderThatEndsWithTheGateOfItsHourDiesOfTheGate() {
        PoolSpec market = holder();
        long buy = market.buy("bob", 5, 14, 15, "2.00").until(830).enter();
        market.at(830);
        assertThat(market.order("bob", buy).status()).isEqualTo("GATE");
    }

    @Test
    void anOrderThatEndedBeforeItsInstantDoesNotExpire() {
        PoolSpec market = holder();
        long cancelled = market.buy("bob", 5, 14, 15, "2.00").until(700).enter();
        market.cancel("bob", cancelled).at(700);
        assertThat(market.order("bob", cancelled).status()).isEqualTo("CANCELLED");
    }

    @Test
    void aPostOnlyBuyThatWouldTradeIsRefusedAndATickLowerItRests() {
        PoolSpec market = holder();
        market.sell("alice", 5, 14, 15, "2.00").enter();
        assertThat(market.buy("bob", 5, 14, 15, "2.00")
                        .postOnly()
                        .enterToBeRefused()
                        .reason())
                .isEqualTo(Refusal.POST_ONLY_WOULD_TRADE);
        assertThat(market.buy("bob", 5, 14, 15, "2.00")
                        .postOnly()
                        .enterToBeRefused()
                        .remedy())
                .isEqualTo("a lower limit, or no post-only");
        long buy = market.buy("bob", 5, 14, 15, "1.99").postOnly().enter();
        assertThat(market.order("bob", buy).status()).isEqualTo("OPEN");
    }

    @Test
    void aPostOnlyBuyIsLookedAtInItsOwnHoursWhateverWasLookedAtBefore() {
        PoolSpec market = holder();
        market.sell("alice", 5, 15, 16, "2.00").enter();
        market.buy("bob", 1, 14, 15, "2.00").postOnly().enter();
        assertThat(market.buy("bob", 1, 15, 16, "2.00")
                        .postOnly()
                        .enterToBeRefused()
                        .reason())
                .isEqualTo(Refusal.POST_ONLY_WOULD_TRADE);
        market.buy("bob", 1, 14, 15, "1.50").postOnly().enter();
    }

    @Test
    void aPostOnlySellIsRefusedIfItCompletesAnyRestingBuy() {
        PoolSpec market = holder();
        market.sell("alice", 5, 14, 15, "1.00").enter();
        market.buy("bob", 5, 14, 16, "2.00").allOrNone().enter();
        assertThat(market.sell("alice", 5, 15, 16, "3.00")
                        .postOnly()
                        .enterToBeRefused()
                        .reason())
                .isEqualTo(Refusal.POST_ONLY_WOULD_TRADE);
        market.sell("alice", 5, 15, 16, "3.01").postOnly().enter();
        assertThat(market.legs()).isEmpty();
        // What it asks was only a question: the block is still met by whoever comes next.
        market.sell("alice", 5, 15, 16, "3.00").enter();
        assertThat(market.legs()).containsExactlyInAnyOrder("h14 5@1.00", "h15 5@3.00");
    }

    @Test
    void aPostOnlySellThatTakesAnothersPlaceIsNotCountedTwice() {
        PoolSpec market = holder();
        long sell = market.sell("alice", 5, 14, 15, "2.00").postOnly().enter();
        market.buy("bob", 10, 14, 15, "1.90").allOrNone().enter();
        // With both the old and the new lots ten would be on offer, at 1.90 on average.
        market.done(new Command.Replace(market.account("alice"), sell, "lower", 5, 180));
        assertThat(market.legs()).isEmpty();
        assertThat(market.order("alice", sell).limit()).isEqualTo(180);
    }

    @Test
    void aPostOnlyOrderStaysOneWhenItIsReplaced() {
        PoolSpec market = holder();
        market.sell("alice", 5, 14, 15, "2.00").enter();
        long buy = market.buy("bob", 5, 14, 15, "1.90").postOnly().enter();
        long bob = market.account("bob");
        assertThat(market.apply(new Command.Replace(bob, buy, "too high", 5, 200))
                        .reply())
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Refusal.POST_ONLY_WOULD_TRADE));
        assertThat(market.order("bob", buy).limit()).isEqualTo(190);
        market.done(new Command.Replace(bob, buy, "a tick lower", 5, 199));
        assertThat(market.legs()).isEmpty();
    }

    @Test
    void inACallAPostOnlyOrderTakesPartLikeAnyOther() {
        PoolSpec market = holder();
        market.sell("alice", 5, 14, 15, "2.00").enter();
        market.halt().resume();
        market.buy("bob", 5, 14, 15, "2.00").postOnly().enter();
        market.after(5 * 60);
        assertThat(market.legs()).containsExactly("h14 5@2.00");
    }

    @Test
    void aMassCancelEndsTheOrdersOfASideThatTouchAWindow() {
        PoolSpec market = holder();
        long early = market.buy("bob", 1, 14, 15, "0.50").enter();
        long across = market.buy("bob", 1, 14, 16, "0.50").enter();
        long late = market.buy("bob", 1, 15, 16, "0.50").enter();
        long sell = market.sell("alice", 1, 14, 15, "2.00").enter();
        Optional<DeliveryWindow> hour14 = Optional.of(new DeliveryWindow(DAY + 14, 1));
        long bob = market.account("bob");
        assertThat(market.apply(new Command.MassCancel(bob, Optional.of(Side.SELL), hour14, false))
                        .reply())
                .isEqualTo(new Reply.Cancelled(0));
        assertThat(market.apply(new Command.MassCancel(bob, Optional.of(Side.BUY), hour14, false))
                        .reply())
                .isEqualTo(new Reply.Cancelled(2));
        assertThat(market.order("bob", early).status()).isEqualTo("CANCELLED");
        assertThat(market.order("bob", across).status()).isEqualTo("CANCELLED");
        assertThat(market.order("bob", late).status()).isEqualTo("OPEN");
        assertThat(market.order("alice", sell).status()).isEqualTo("OPEN");
    }

    @Test
    void aMassCancelEndsSpotBidsOnlyWhereItNamesNeitherSideNorHours() {
        PoolSpec market = holder();
        long firm = market.buy("bob", 1, 14, 15, "0.50").enter();
        long bid = market.spot("bob", 1, "0.50", false);
        long bob = market.account("bob");
        Optional<DeliveryWindow> hour15 = Optional.of(new DeliveryWindow(DAY + 15, 1));
        for (Command.MassCancel narrow : List.of(
                new Command.MassCancel(bob, Optional.of(Side.SELL), Optional.empty(), true),
                new Command.MassCancel(bob, Optional.empty(), hour15, true))) {
            assertThat(market.apply(narrow).reply()).isEqualTo(new Reply.Cancelled(0));
        }
        Command.MassCancel firmOnly = new Command.MassCancel(bob, Optional.empty(), Optional.empty(), false);
        assertThat(market.apply(firmOnly).reply()).isEqualTo(new Reply.Cancelled(1));
        assertThat(market.order("bob", firm).status()).isEqualTo("CANCELLED");
        assertThat(market.order("bob", bid).status()).isEqualTo("OPEN");
        Command.MassCancel all = new Command.MassCancel(bob, Optional.empty(), Optional.empty(), true);
        assertThat(market.apply(all).reply()).isEqualTo(new Reply.Cancelled(1));
        assertThat(market.order("bob", bid).status()).isEqualTo("CANCELLED");
        assertThat(market.held("bob")).isEqualTo("0.00");
    }
}
