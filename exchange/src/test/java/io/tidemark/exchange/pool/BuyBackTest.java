package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.PoolSpec.DAY;
import static io.tidemark.exchange.pool.PoolSpec.market;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.clearing.LegSettlement;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.pool.Event.BoughtBack;
import io.tidemark.exchange.pool.Reply.Accepted;
import io.tidemark.exchange.pool.Reply.Refused;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Section 7 of the rulebook, step 4: the operator bids for its titles like anyone, and burns them. A lot has 8 GPUs. */
class BuyBackTest {
    /** The operator sold twenty lots of hour 14 at 2.00 and offers ten at 3.50; it buys back up to 4.00. */
    private static PoolSpec sold() {
        PoolSpec market = pool().asks(14, "20@2.00, 10@3.50");
        market.buy("alice", 10, 14, 15, "2.00").enter();
        market.buy("bob", 10, 14, 15, "2.00").enter();
        return market;
    }

    private static PoolSpec pool() {
        return market(600)
                .capacity(100)
                .publish(new RuleSheet("test", 1, 100_000, 10, 20, 120, List.of(), List.of(), 0, 0, 400))
                .deposit("operator", "1000")
                .deposit("alice", "1000")
                .deposit("bob", "1000");
    }

    private static Command.BuyBack buyBack(long from, long to, long lots, long ticks) {
        return new Command.BuyBack(new DeliveryWindow(DAY + from, Math.toIntExact(to - from)), lots, ticks);
    }

    private static Refused refusal(PoolSpec market, Command command) {
        Reply reply = market.apply(command).reply();
        assertThat(reply).isInstanceOf(Refused.class);
        return (Refused) reply;
    }

    @Test
    void whatIsBoughtIsBurnedAndEverySaleOfItIsPaidAsDelivered() {
        PoolSpec market = sold();
        market.sell("alice", 6, 14, 15, "3.00").enter();
        Accepted reply = (Accepted) market.done(buyBack(14, 15, 4, 400)).reply();
        assertThat(reply.filledLots()).isEqualTo(4);
        assertThat(reply.cost()).isEqualTo(Money.parse("96"));
        assertThat(reply.open()).isFalse();
        // Alice paid 160.00 and 0.32. The operator's 96.00 comes at once, less 10 basis points; of her escrow for
        // the four, 64.00, it is now the operator's, who paid 96.00 and got 64.00.
        assertThat(market.escrow("alice")).isEqualTo("96.00");
        assertThat(market.free("alice")).isEqualTo("935.584");
        assertThat(market.free("operator")).isEqualTo("968.00");
        assertThat(market.held("operator")).isEqualTo("0.00");
        assertThat(market.escrow("operator")).isEqualTo("0.00");
        assertThat(market.titles("alice", 14)).isEqualTo(6);
        BoughtBack burned = market.events(BoughtBack.class).get(0);
        assertThat(burned.fees()).isEqualTo(Money.parse("0.096"));
        assertThat(burned.legs())
                .extracting(
                        LegSettlement::seller,
                        LegSettlement::buyer,
                        LegSettlement::deliveredSeconds,
                        LegSettlement::paid,
                        LegSettlement::sellerFee)
                .containsExactly(
                        tuple(market.account("alice"), Clearing.OPERATOR, 3_600, 96_000_000L, 96_000L),
                        tuple(Clearing.OPERATOR, market.account("alice"), 3_600, 64_000_000L, 0L));
        assertThat(market.balance().mintedLotHours()).isEqualTo(26);
    }

    @Test
    void itsOwnAsksArePassedOverAndStay() {
        PoolSpec market = sold();
        market.sell("alice", 6, 14, 15, "3.80").enter();
        Accepted reply = (Accepted) market.done(buyBack(14, 15, 8, 400)).reply();
        assertThat(reply.filledLots()).isEqualTo(6);
        assertThat(market.legs()).last().isEqualTo("h14 6@3.80");
        assertThat(market.buy("alice", 10, 14, 15, "3.50").enter()).isPositive();
        assertThat(market.legs()).last().isEqualTo("h14 10@3.50");
    }

    @Test
    void whatItDoesNotGetAtOnceIsDroppedAndInNobodysList() {
        PoolSpec market = sold();
        market.sell("alice", 2, 14, 15, "3.00").enter();
        Accepted reply = (Accepted) market.done(buyBack(14, 15, 5, 299)).reply();
        assertThat(reply.filledLots()).isZero();
        assertThat(market.events(BoughtBack.class)).isEmpty();
        assertThat(market.free("operator")).isEqualTo("1000.00");
        assertThat(market.engine.answer(new Query.OrderOf(Clearing.OPERATOR, reply.orderId())))
                .isInstanceOf(View.Nothing.class);
        assertThat(((View.OrdersView) market.engine.answer(Query.OrdersOf.newest(Clearing.OPERATOR, 10))).orders())
                .isEmpty();
        market.sell("bob", 1, 14, 15, "2.00").enter();
        assertThat(market.legs()).last().isEqualTo("h14 10@2.00");
    }

    @Test
    void aWindowIsBoughtStripByStrip() {
        PoolSpec market = sold().asks(15, "10@1.00");
        market.buy("alice", 5, 15, 16, "1.00").enter();
        market.sell("alice", 3, 14, 16, "3.00").enter();
        market.sell("bob", 5, 14, 15, "2.50").enter();
        market.done(buyBack(14, 16, 5, 300));
        // Three strips at 2.50 + 3.00; of hour 15 nobody but the operator offers more.
        assertThat(market.events(BoughtBack.class)).extracting(BoughtBack::lots).containsExactly(3L);
        assertThat(market.titles("bob", 14)).isEqualTo(7);
        assertThat(market.titles("alice", 14)).isEqualTo(10);
        assertThat(market.titles("alice", 15)).isEqualTo(2);
    }

    @Test
    void aShortHourIsToldByHowMuchItIsStillShort() {
        PoolSpec market = sold().capacity(12);
        market.sell("alice", 9, 14, 15, "3.00").enter();
        market.quietly().done(buyBack(14, 15, 5, 300));
        assertThat(market.events(Event.FirmAtRisk.class))
                .extracting(Event.FirmAtRisk::hour, Event.FirmAtRisk::soldLots, Event.FirmAtRisk::capacityLots)
                .containsExactly(tuple(DAY + 14, 15L, 12L));
        market.quietly().done(buyBack(14, 15, 3, 300));
        assertThat(market.events(Event.FirmAtRisk.class)).isEmpty();
    }

    @Test
    void nothingIsPaidTwiceWhenTheHourIsOver() {
        PoolSpec market = sold();
        market.sell("alice", 10, 14, 15, "3.00").enter();
        market.done(buyBack(14, 15, 10, 300));
        market.at(900).quietly().meter(14);
        assertThat(market.events(Event.HourSettled.class).get(0).legs())
                .extracting(LegSettlement::buyer)
                .containsExactly(market.account("bob"));
        // 1000 - 240 + 160 + 160.
        assertThat(market.free("operator")).isEqualTo("1080.00");
    }

    @Test
    void theRulesSetTheCeilingAndTheWalletTheAmount() {
        PoolSpec market = sold();
        Refused tooDear = refusal(market, buyBack(14, 15, 1, 401));
        assertThat(tooDear.reason()).isEqualTo(Refusal.GUARD_BROKEN);
        assertThat(tooDear.remedy()).isEqualTo("between 0.01 and 4.00");
        assertThat(refusal(market, buyBack(14, 15, 1, 0)).field()).isEqualTo("limit");
        Refused tooMany = refusal(market, buyBack(14, 15, 32, 400));
        assertThat(tooMany.reason()).isEqualTo(Refusal.INSUFFICIENT_CREDIT);
        assertThat(tooMany.remedy()).contains("at most 31 lots");
        assertThat(refusal(market, buyBack(8, 9, 1, 400)).reason()).isEqualTo(Refusal.WINDOW_IN_THE_PAST);
        assertThat(refusal(market, buyBack(14, 15, 0, 400)).reason()).isEqualTo(Refusal.LOTS_NOT_POSITIVE);
        market.fees(10, 20);
        assertThat(refusal(market, buyBack(14, 15, 1, 1)).problem()).contains("buy nothing back");
    }

    @Test
    void itsWindowIsOpenAndListed() {
        PoolSpec market = sold();
        long end = 7 * 24;
        market.done(buyBack(11, 12, 1, 400));
        assertThat(refusal(market, buyBack(10, 11, 1, 400)).reason()).isEqualTo(Refusal.WINDOW_IN_THE_PAST);
        market.done(buyBack(end - 1, end, 1, 400));
        assertThat(refusal(market, buyBack(end - 1, end + 1, 1, 400)).reason()).isEqualTo(Refusal.WINDOW_NOT_LISTED);
    }

    @Test
    void itIsNoLargerThanAnyOrderAndNoDearerThanTheWalletBears() {
        PoolSpec market = sold().deposit("operator", "40000000");
        market.done(buyBack(14, 15, 100_000, 400));
        assertThat(refusal(market, buyBack(14, 15, 100_001, 1)).reason()).isEqualTo(Refusal.TOO_MANY_LOTS);
        PoolSpec poor =
                market(600).publish(new RuleSheet("test", 1, 100_000, 10, 20, 120, List.of(), List.of(), 0, 0, 1));
        assertThat(refusal(poor, buyBack(14, 15, 1, 1)).remedy()).isEqualTo("deposit more, or lower the limit");
        poor.deposit("operator", "0.08").done(buyBack(14, 15, 1, 1));
    }

    @Test
    void inACallItWaitsForTheOperatorToAskAgain() {
        PoolSpec market = sold();
        market.halt().resume();
        assertThat(refusal(market, buyBack(14, 15, 1, 400)).reason()).isEqualTo(Refusal.NOT_IN_A_CALL);
    }

    /** The operator's own buy is remembered by nobody, so on the day on which it would be forgotten nothing is. */
    @Test
    void aDayLaterNobodysOrderIsForgottenInItsPlace() {
        PoolSpec market = pool().asks(80, "4@1.00");
        market.buy("alice", 4, 80, 81, "1.00").enter();
        market.after(26 * 3_600);
        long offer = market.sell("alice", 4, 80, 81, "1.10").enter();
        market.done(buyBack(80, 81, 3, 200));
        market.after(23 * 3_600).cancel("alice", offer).after(2 * 3_600);
        assertThat(market.order("alice", offer).orderId()).isEqualTo(offer);
    }
}
