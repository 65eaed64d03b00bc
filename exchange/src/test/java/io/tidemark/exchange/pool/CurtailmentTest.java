package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.PoolSpec.DAY;
import static io.tidemark.exchange.pool.PoolSpec.market;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.exchange.clearing.LegSettlement;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.pool.Event.AskClosed;
import io.tidemark.exchange.pool.Event.CloseReason;
import io.tidemark.exchange.pool.Event.Curtailed;
import io.tidemark.exchange.pool.Event.DamagesAwarded;
import io.tidemark.exchange.pool.Event.Delivery;
import io.tidemark.exchange.pool.Reply.Refused;
import org.junit.jupiter.api.Test;

/** Section 7 of the rulebook, step 5: firm titles are taken back in an emergency. A lot has 8 GPUs. */
class CurtailmentTest {
    /** Twenty lots of hour 14 at 2.00, then ten at 3.00; the taker pays 20 basis points. */
    private static PoolSpec withAsks() {
        return market(600)
                .capacity(100)
                .fees(0, 20)
                .asks(14, "20@2.00, 10@3.00")
                .deposit("damages", "1000")
                .deposit("alice", "1000")
                .deposit("bob", "1000")
                .deposit("carol", "1000");
    }

    private static Command curtail(long from, long to, long lots) {
        return new Command.Curtail(new DeliveryWindow(DAY + from, Math.toIntExact(to - from)), lots, "Ann", "Ben");
    }

    private static Refused refusal(PoolSpec market, Command command) {
        Reply reply = market.apply(command).reply();
        assertThat(reply).isInstanceOf(Refused.class);
        return (Refused) reply;
    }

    @Test
    void theLatestTradeGoesFirstAndNoLotMoreThanIsNeeded() {
        PoolSpec market = withAsks();
        market.buy("alice", 6, 14, 15, "2.00").enter();
        market.buy("bob", 5, 14, 15, "2.00").enter();
        long older = market.lastTrade();
        market.buy("carol", 4, 14, 15, "2.00").enter();
        long latest = market.lastTrade();
        market.done(curtail(14, 15, 7));
        assertThat(market.events(Curtailed.class).get(0).taken())
                .containsExactly(
                        new Delivery(latest, market.account("carol"), 4, false),
                        new Delivery(older, market.account("bob"), 3, false));
        assertThat(market.titles("alice", 14)).isEqualTo(6);
        assertThat(market.titles("bob", 14)).isEqualTo(2);
        assertThat(market.titles("carol", 14)).isZero();
    }

    @Test
    void theHolderGetsEverythingBackAndWhatABetterPriceElsewhereWouldCost() {
        PoolSpec market = withAsks();
        market.buy("alice", 20, 14, 15, "2.00").enter();
        assertThat(market.free("alice")).isEqualTo("679.36");
        market.done(curtail(14, 15, 20));
        // 320.00 and 0.64 of fee back. Ten lots can be had at 3.00, and the reference of the others is 2.00:
        // 1.00 x 8 x 10 and 0.50 x 8 x 10.
        assertThat(market.free("alice")).isEqualTo("1120.00");
        assertThat(market.escrow("alice")).isEqualTo("0.00");
        assertThat(market.balance().fees()).isZero();
        assertThat(market.free("damages")).isEqualTo("880.00");
        assertThat(market.events(DamagesAwarded.class))
                .extracting(
                        DamagesAwarded::lots,
                        DamagesAwarded::deliveredSeconds,
                        DamagesAwarded::base,
                        DamagesAwarded::replacement,
                        DamagesAwarded::amount)
                .containsExactly(
                        tuple(10L, 0, 2_000_000L, 3_000_000L, 80_000_000L),
                        tuple(10L, 0, 2_000_000L, 2_000_000L, 40_000_000L));
        Curtailed curtailed = market.events(Curtailed.class).get(0);
        assertThat(curtailed.fees()).isEqualTo(-Money.parse("0.64"));
        assertThat(curtailed.declaredBy()).isEqualTo("Ann");
        assertThat(curtailed.confirmedBy()).isEqualTo("Ben");
    }

    @Test
    void anAskReplacesItsLotsOnceAndNobodyIsHelpedByItsOwn() {
        PoolSpec market = withAsks();
        market.buy("alice", 10, 14, 15, "2.00").enter();
        market.buy("bob", 12, 14, 15, "3.00").enter();
        // The book: 8 of the operator's at 3.00, and Alice's 4 at 2.60.
        market.sell("alice", 4, 14, 15, "2.60").enter();
        market.buy("carol", 1, 14, 15, "2.60").enter();
        market.done(curtail(14, 15, 13));
        assertThat(market.events(DamagesAwarded.class))
                .extracting(
                        DamagesAwarded::account,
                        DamagesAwarded::lots,
                        DamagesAwarded::base,
                        DamagesAwarded::replacement)
                .containsExactly(
                        // Carol takes one of Alice's three; Bob's two legs the other two and then the operator's.
                        tuple(market.account("carol"), 1L, 2_600_000L, 2_600_000L),
                        tuple(market.account("bob"), 2L, 3_000_000L, 2_600_000L),
                        tuple(market.account("bob"), 8L, 2_000_000L, 3_000_000L),
                        tuple(market.account("bob"), 2L, 2_000_000L, 2_600_000L));
    }

    @Test
    void aGangGoesAsAWhole() {
        PoolSpec market = withAsks();
        market.buy("alice", 6, 14, 15, "2.00").enter();
        market.buy("bob", 8, 14, 15, "2.00").allOrNone().enter();
        market.buy("carol", 1, 14, 15, "2.00").enter();
        market.done(curtail(14, 15, 3));
        assertThat(market.titles("carol", 14)).isZero();
        assertThat(market.titles("bob", 14)).isZero();
        assertThat(market.titles("alice", 14)).isEqualTo(6);
    }

    @Test
    void inAChainEveryBuyerIsRefundedWithItsFeeAndTheFinalHolderGetsTheDamages() {
        PoolSpec market = withAsks();
        market.buy("alice", 10, 14, 15, "2.00").enter();
        market.sell("alice", 10, 14, 15, "1.80").enter();
        market.buy("bob", 10, 14, 15, "1.80").enter();
        market.done(curtail(14, 15, 10));
        assertThat(market.free("alice")).isEqualTo("1000.00");
        // The operator's other ten at 2.00 replace them: 0.45 is more than 0.20. 0.45 x 8 x 10.
        assertThat(market.free("bob")).isEqualTo("1036.00");
        assertThat(market.free("operator")).isEqualTo("0.00");
        assertThat(market.events(Curtailed.class).get(0).legs())
                .extracting(LegSettlement::buyer, LegSettlement::paid, LegSettlement::buyerFeeRefund)
                .containsExactly(
                        tuple(market.account("bob"), 0L, 288_000L), tuple(market.account("alice"), 0L, 320_000L));
    }

    @Test
    void asksOnTheTitlesAreWithdrawnTheDearestFirstAndOnlyAsManyAsNeeded() {
        PoolSpec market = withAsks();
        market.buy("alice", 10, 14, 15, "2.00").enter();
        long cheap = market.sell("alice", 3, 14, 15, "4.00").enter();
        long dear = market.sell("alice", 3, 14, 15, "5.00").enter();
        long middle = market.sell("alice", 2, 14, 15, "4.50").enter();
        // Two are free; five more must come out of the book.
        market.quietly().done(curtail(14, 15, 7));
        assertThat(market.events(AskClosed.class))
                .containsExactly(
                        new AskClosed(dear, market.account("alice"), DAY + 14, 3, CloseReason.WITHDRAWN),
                        new AskClosed(middle, market.account("alice"), DAY + 14, 2, CloseReason.WITHDRAWN));
        assertThat(market.order("alice", cheap).status()).isEqualTo("OPEN");
        assertThat(market.order("alice", dear).status()).isEqualTo("WITHDRAWN");
        assertThat(market.titles("alice", 14)).isEqualTo(3);
    }

    @Test
    void everyHourIsCurtailedForItself() {
        PoolSpec market = withAsks().asks(15, "20@1.00");
        market.buy("alice", 4, 14, 16, "2.00").enter();
        market.buy("bob", 4, 15, 16, "2.00").enter();
        market.done(curtail(14, 16, 5));
        assertThat(market.titles("alice", 14)).isZero();
        assertThat(market.titles("alice", 15)).isEqualTo(3);
        assertThat(market.titles("bob", 15)).isZero();
        assertThat(market.events(Curtailed.class)).extracting(Curtailed::hour).containsExactly(DAY + 14, DAY + 15);
    }

    @Test
    void whatIsLeftOfAParcelIsDeliveredAndPaid() {
        PoolSpec market = withAsks();
        market.buy("alice", 10, 14, 15, "2.00").enter();
        market.done(curtail(14, 15, 4));
        market.at(900).meter(14);
        // 6 x 8 x 2.00 is paid; its fee of 0.192 stays.
        assertThat(market.free("operator")).isEqualTo("96.00");
        assertThat(market.balance().fees()).isEqualTo(Money.parse("0.192"));
    }

    @Test
    void itTakesTwoPeople() {
        PoolSpec market = withAsks();
        DeliveryWindow hours = new DeliveryWindow(DAY + 14, 1);
        assertThat(refusal(market, new Command.Curtail(hours, 1, "Ann", " ann ")))
                .extracting(Refused::reason, Refused::field)
                .containsExactly(Refusal.GUARD_BROKEN, "confirmedBy");
        assertThat(refusal(market, new Command.Curtail(hours, 1, "Ann", " ")).field())
                .isEqualTo("confirmedBy");
        assertThat(refusal(market, new Command.Curtail(hours, 1, "", "Ben")).field())
                .isEqualTo("declaredBy");
        assertThat(refusal(market, new Command.Curtail(hours, 1, "Ann", "Ann")).problem())
                .isEqualTo("Ann declares and confirms it");
        assertThat(refusal(market, new Command.Curtail(hours, 1, "Ann", "")).problem())
                .isEqualTo("nobody confirms it");
    }

    @Test
    void holdersGetHalfAnHoursNoticeToTheInstant() {
        PoolSpec market = withAsks();
        market.buy("alice", 1, 14, 15, "2.00").enter();
        market.at(13 * 60 + 30);
        market.done(curtail(14, 15, 1));
        market.after(1);
        Refused late = refusal(market, curtail(14, 15, 1));
        assertThat(late.field()).isEqualTo("hours");
        assertThat(late.remedy()).contains("2026112115");
        assertThat(refusal(market, curtail(24 * 20, 24 * 20 + 1, 1)).reason()).isEqualTo(Refusal.WINDOW_NOT_LISTED);
    }

    @Test
    void theHoursThatItTakesAreListedAndTheLotsAtLeastOne() {
        PoolSpec market = withAsks();
        long end = 7 * 24;
        market.done(curtail(end - 1, end, 1));
        assertThat(refusal(market, curtail(end - 1, end + 1, 1)).reason()).isEqualTo(Refusal.WINDOW_NOT_LISTED);
        assertThat(refusal(market, curtail(14, 15, 0)).reason()).isEqualTo(Refusal.LOTS_NOT_POSITIVE);
    }

    @Test
    void whoIsNoLongerShortIsNotAtRisk() {
        PoolSpec market = withAsks();
        market.buy("alice", 10, 14, 15, "2.00").enter();
        market.capacity(4);
        assertThat(market.events(Event.FirmAtRisk.class)).isNotEmpty();
        market.quietly().done(curtail(14, 15, 6));
        assertThat(market.events(Event.FirmAtRisk.class)).isEmpty();
        market.at(14 * 60 + 1);
        assertThat(market.events(Event.FirmAtRisk.class)).isEmpty();
    }
}
