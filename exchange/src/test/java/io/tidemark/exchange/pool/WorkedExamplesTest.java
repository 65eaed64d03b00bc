package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.PoolSpec.DAY;
import static io.tidemark.exchange.pool.PoolSpec.market;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.pool.Event.LeaseNoticed;
import io.tidemark.exchange.pool.Event.NeedWorkedOff;
import io.tidemark.exchange.pool.Event.ParadoxicallyRejected;
import io.tidemark.exchange.pool.Event.TradeKind;
import io.tidemark.exchange.pool.Event.Traded;
import io.tidemark.exchange.pool.View.WhyNot;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The worked examples of the rulebook, section 12, to the cent. */
class WorkedExamplesTest {
    private static PoolSpec threeHours() {
        return market(600)
                .capacity(200)
                .release(14, "40@1.90, 60@2.10")
                .release(15, "20@2.00, 100@2.40")
                .release(16, "64@1.80")
                .after(16 * 60)
                .deposit("alice", "100000")
                .quietly();
    }

    @Test
    void e1AnAllOrNoneBlockPaysTheCheapestLotsOfEachHour() {
        PoolSpec market = threeHours();
        long order = market.buy("alice", 32, 14, 17, "2.05").allOrNone().enter();
        assertThat(market.legs()).containsExactly("h14 32@1.90", "h15 20@2.00", "h15 12@2.40", "h16 32@1.80");
        assertThat(Money.format(market.order("alice", order).value())).isEqualTo("1497.60");
        assertThat(market.order("alice", order).status()).isEqualTo("FILLED");
        assertThat(market.wallet("alice").held()).isZero();
        assertThat(Money.format(market.wallet("alice").escrow())).isEqualTo("1497.60");
    }

    @Test
    void e2ADivisibleBlockTakesStripsWhileEachIsInsideTheLimit() {
        PoolSpec market = threeHours();
        long order = market.buy("alice", 80, 14, 17, "2.05").enter();
        assertThat(market.order("alice", order).filledLots()).isEqualTo(40);
        assertThat(market.order("alice", order).status()).isEqualTo("OPEN");
        assertThat(market.order("alice", order).whyNotFilled()).contains(new WhyNot.TooLowALimit(205, 210, 24, 40, 0));
    }

    @Test
    void e2bAnAllOrNoneBlockAveragesAndCanOutFillADivisibleOne() {
        PoolSpec market = threeHours();
        long order = market.buy("alice", 64, 14, 17, "2.05").allOrNone().enter();
        assertThat(market.order("alice", order).filledLots()).isEqualTo(64);
        // 387.20 over 192 lot-hours of 8 GPUs.
        assertThat(Money.format(market.order("alice", order).value())).isEqualTo("3097.60");
    }

    private static PoolSpec restingBlock() {
        PoolSpec market = market(600)
                .capacity(200)
                .release(15, "16@2.00")
                .after(16 * 60)
                .deposit("holder", "100000")
                .deposit("block", "100000")
                .deposit("hourly", "100000");
        market.buy("holder", 16, 15, 16, "2.00").enter();
        market.release(14, "16@2.00").after(16 * 60);
        market.buy("block", 16, 14, 16, "3.00").allOrNone().enter();
        market.buy("hourly", 16, 15, 16, "2.90").enter();
        return market.quietly();
    }

    @Test
    void e3TheSellerWhoCompletesARestingBlockGetsTheResidual() {
        PoolSpec market = restingBlock();
        market.sell("holder", 16, 15, 16, "2.60").enter();
        assertThat(market.legs()).containsExactly("h14 16@2.00", "h15 16@4.00");
        assertThat(market.titles("block", 14)).isEqualTo(16);
        assertThat(market.titles("hourly", 15)).isZero();
    }

    @Test
    void e3WhatTheBandCutsOffTheResidualStaysWithTheBuyer() {
        PoolSpec market = restingBlock().bandTop("3.90");
        market.quietly().sell("holder", 16, 15, 16, "2.60").enter();
        assertThat(market.legs()).containsExactly("h14 16@2.00", "h15 16@3.90");
        // 16 lots x 8 GPUs x (2.00 + 3.90): ten cents less than the limit for each GPU-hour of h15.
        assertThat(Money.format(market.wallet("block").escrow())).isEqualTo("755.20");
    }

    @Test
    void e4ACallHasOnePriceAnHourAndASoldOutHourRisesToTheBestOrderTurnedAway() {
        PoolSpec market = market(600).capacity(40);
        for (String name : List.of("A", "B", "C", "D", "E")) {
            market.deposit(name, "100000");
        }
        for (long hour = 14; hour < 17; hour++) {
            market.release(hour, "24@1.60, 16@2.00");
        }
        // One minute later the release call begins, because no operator ask is left.
        market.after(65);
        assertThat(market.pool().phase()).isEqualTo(Phase.CALL);
        long a = market.buy("A", 16, 14, 17, "3.10").allOrNone().enter();
        long b = market.buy("B", 8, 15, 16, "3.00").enter();
        long c = market.buy("C", 16, 15, 17, "2.50").allOrNone().enter();
        long d = market.buy("D", 12, 15, 16, "2.40").enter();
        long e = market.buy("E", 20, 16, 17, "1.90").enter();
        assertThat(market.legs()).isEmpty();
        market.after(60);
        assertThat(market.pool().phase()).isEqualTo(Phase.CONTINUOUS);
        assertThat(List.of(
                        market.order("A", a).filledLots(),
                        market.order("B", b).filledLots(),
                        market.order("C", c).filledLots(),
                        market.order("D", d).filledLots(),
                        market.order("E", e).filledLots()))
                .containsExactly(16L, 8L, 16L, 0L, 0L);
        assertThat(market.events(Event.Uncrossed.class).get(1).prices())
                .extracting(price -> "h%d %s".formatted(price.hour() - DAY, Price.format(price.ticks())))
                .containsExactly("h14 1.60", "h15 2.40", "h16 2.00");
    }

    @Test
    void e4bNobodyAcceptedIsThrownOutByLowerPriority() {
        PoolSpec market = market(600).capacity(40).deposit("X", "100000").deposit("Y", "100000");
        market.release(14, "10@1.00, 10@3.00").release(15, "10@0.50").after(65);
        long x = market.buy("X", 10, 14, 15, "2.00").enter();
        long y = market.buy("Y", 10, 14, 16, "1.95").allOrNone().enter();
        market.quietly().after(60);
        assertThat(market.order("X", x).value()).isEqualTo(Money.parse("80"));
        assertThat(market.events(ParadoxicallyRejected.class))
                .containsExactly(new ParadoxicallyRejected(y, market.account("Y"), DAY + 14));
        // The call left Y out; the resume sweep after it lets Y pay the dearer ask alone, which harms nobody.
        assertThat(market.events(Traded.class))
                .extracting(Traded::orderId, Traded::kind)
                .containsExactly(tuple(x, TradeKind.CALL), tuple(y, TradeKind.RESUME_SWEEP));
        assertThat(market.legs()).containsExactly("h14 10@1.00", "h14 10@3.00", "h15 10@0.50");
    }

    /** Two gangs run in hour 11; in hour 12 two newcomers compete. */
    private static PoolSpec spotMarket() {
        PoolSpec market = market(659).capacity(24).reserve("24@1.20, 16@1.60");
        for (String name : List.of("L1", "L2", "N1", "N2")) {
            market.deposit(name, "100000");
        }
        market.spot("L1", 16, "2.50", true);
        market.spot("L2", 8, "2.00", true);
        market.at(661).at(711).capacity(40);
        return market;
    }

    @Test
    void e5EverySpotWinnerPaysTheReserveAtTheMarginOrTheBestBidTurnedAway() {
        PoolSpec market = spotMarket().at(712);
        market.spot("N1", 20, "1.80", false);
        market.spot("N2", 12, "1.70", true);
        market.quietly().at(720);
        assertThat(market.events(Event.SpotPriced.class)).containsExactly(new Event.SpotPriced(DAY + 12, 180, 40, 40));
        assertThat(market.events(Event.LeaseRuns.class))
                .extracting(lease -> lease.account() - 100 + ":" + lease.lots() + "@" + lease.ticks())
                .containsExactly("1:16@180", "2:8@180", "3:16@180");
    }

    @Test
    void e6AReclaimTakesTheCheapestMaximumFirstAndGivesBackWhatItNeedNotTake() {
        PoolSpec market = spotMarket().at(712);
        long n1 = market.spot("N1", 20, "1.80", false);
        market.spot("N2", 12, "1.70", true);
        market.at(725).quietly().capacity(20);
        assertThat(market.events(LeaseNoticed.class))
                .extracting(notice -> notice.account() - 100 + ":" + notice.lots())
                .containsExactly("2:8", "3:12");
        assertThat(market.events(NeedWorkedOff.class))
                .extracting(NeedWorkedOff::needLots, NeedWorkedOff::leaseLots, NeedWorkedOff::unmetLots)
                .containsExactly(tuple(20L, 20L, 0L));
        assertThat(market.order("N1", n1).lease().orElseThrow().lots()).isEqualTo(4);
        assertThat(market.pool().spotLots()).isEqualTo(20);
        assertThat(market.pool().noticedLots()).isEqualTo(20);
        market.after(120);
        assertThat(market.pool().noticedLots()).isZero();
    }

    @Test
    void fillOrKillIsAllNowOrNothing() {
        PoolSpec market = threeHours();
        long killed =
                market.buy("alice", 80, 14, 17, "2.00").as(TimeInForce.FOK).enter();
        assertThat(market.order("alice", killed).status()).isEqualTo("NOT_FILLED_AT_ONCE");
        assertThat(market.events(Traded.class)).isEmpty();
        assertThat(Money.format(market.wallet("alice").free())).isEqualTo("100000.00");
    }
}
