package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.PoolSpec.DAY;
import static io.tidemark.exchange.pool.PoolSpec.market;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.exchange.clearing.LegSettlement;
import io.tidemark.exchange.contract.Money;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Section 8 of the rulebook, to the micro-dollar. A lot has 8 GPUs. */
class ClearingTest {
    /** The maker pays 10 basis points, the taker 20. */
    private static PoolSpec withFees() {
        return market(600)
                .capacity(100)
                .fees(10, 20)
                .release(14, "10@2.00, 10@2.50")
                .after(16 * 60)
                .deposit("damages", "1000")
                .deposit("alice", "1000")
                .deposit("bob", "1000")
                .deposit("carol", "1000");
    }

    @Test
    void aBuyHoldsItsWorstCaseWithTheLargestFee() {
        PoolSpec market = withFees();
        market.buy("alice", 10, 14, 15, "1.00").enter();
        // 10 lots x 8 GPUs x 1.00, and 20 basis points.
        assertThat(market.held("alice")).isEqualTo("80.16");
        assertThat(market.free("alice")).isEqualTo("919.84");
    }

    @Test
    void atTheTradeTheHoldBecomesEscrowAndPriceImprovementIsFree() {
        PoolSpec market = withFees();
        market.buy("alice", 10, 14, 15, "3.00").enter();
        assertThat(market.held("alice")).isEqualTo("0.00");
        assertThat(market.escrow("alice")).isEqualTo("160.00");
        assertThat(market.free("alice")).isEqualTo("839.68");
        assertThat(market.titles("alice", 14)).isEqualTo(10);
        assertThat(market.free("operator")).as("proceeds wait for delivery").isEqualTo("0.00");
    }

    @Test
    void theFeeRateIsFrozenAtEntryAtTheLargestOfTheSchedule() {
        PoolSpec market = withFees();
        market.buy("alice", 10, 14, 15, "2.00").enter();
        market.buy("bob", 10, 14, 15, "1.00").enter();
        market.fees(500, 500);
        market.sell("alice", 10, 14, 15, "1.00").enter();
        // Bob rested as a maker at 10 basis points; the schedule went up to 500; 20 was the largest at his entry.
        assertThat(market.free("bob")).isEqualTo("919.84");
    }

    @Test
    void theSellersRateIsFrozenLikeTheBuyers() {
        PoolSpec market = withFees();
        market.buy("alice", 10, 14, 15, "2.00").enter();
        market.sell("alice", 10, 14, 15, "2.40").enter();
        market.fees(500, 500).buy("bob", 10, 14, 15, "2.40").enter();
        market.at(900).meter(14);
        // 192.00 less 20 basis points, the largest rate when she offered it; she paid 160.32 herself.
        assertThat(market.free("alice")).isEqualTo("1031.296");
        // Bob came under the new rate: 192.00 and 5 per cent.
        assertThat(market.free("bob")).isEqualTo("798.40");
    }

    @Test
    void aDeliveredHourIsPaidAndAnUndeliveredPartRefundedWithItsFee() {
        PoolSpec market = withFees();
        market.buy("alice", 10, 14, 15, "2.00").enter();
        long parcel = market.lastTrade();
        market.at(900).quietly().meter(14, parcel, 900);
        assertThat(market.free("operator")).isEqualTo("40.00");
        // 1000 - 160 - 0.32, and three quarters back; and damages of 30.00.
        assertThat(market.free("alice")).isEqualTo("989.92");
        assertThat(market.escrow("alice")).isEqualTo("0.00");
        assertThat(market.balance().fees()).isEqualTo(Money.parse("0.08"));
        assertThat(market.titles("alice", 14)).isZero();
    }

    @Test
    void theRemainderOfADivisionStaysWithTheBuyer() {
        PoolSpec market = market(600)
                .capacity(5)
                .release(14, "1@0.01")
                .after(65)
                .after(60)
                .deposit("damages", "1")
                .deposit("alice", "1");
        market.buy("alice", 1, 14, 15, "0.01").enter();
        market.at(900).meter(14, market.lastTrade(), 1);
        // 80,000 micro-dollars for an hour: 22.2 for a second. A quarter for the other seconds is 19,994.4.
        assertThat(market.wallet("operator").free()).isEqualTo(22);
        assertThat(market.wallet("alice").free()).isEqualTo(999_978 + 19_994);
    }

    @Test
    void onAResaleTheSellersEscrowIsSetFreeUpToTheNewBuyers() {
        PoolSpec market = withFees();
        market.buy("alice", 10, 14, 15, "2.00").enter();
        market.sell("alice", 4, 14, 15, "1.50").enter();
        market.buy("bob", 4, 14, 15, "1.50").enter();
        // Bob's escrow of 48.00 less Alice's fee of 0.048 takes the place of as much of hers.
        assertThat(market.escrow("bob")).isEqualTo("48.00");
        assertThat(market.escrow("alice")).isEqualTo("112.048");
        assertThat(market.free("alice")).isEqualTo("887.632");
    }

    @Test
    void aProfitIsPaidOnlyAsTheHourIsDelivered() {
        PoolSpec market = withFees();
        market.buy("alice", 10, 14, 15, "2.00").enter();
        market.sell("alice", 10, 14, 15, "3.00").enter();
        market.buy("bob", 10, 14, 15, "3.00").enter();
        // The operator's last ten were cheaper for Bob than Alice's.
        assertThat(market.titles("alice", 14)).isEqualTo(10);
        market.buy("carol", 10, 14, 15, "3.00").enter();
        assertThat(market.titles("alice", 14)).isZero();
        assertThat(market.escrow("alice")).isEqualTo("0.00");
        assertThat(market.free("alice")).isEqualTo("999.68");
        market.at(900).meter(14);
        // 240.00 less 0.24 of fee, less the 160.00 that she paid herself.
        assertThat(market.free("alice")).isEqualTo("1079.44");
    }

    @Test
    void inAChainEveryLegSettlesOnItsOwnEscrowAndEveryBuyerIsRefunded() {
        PoolSpec market = withFees();
        market.buy("bob", 10, 14, 15, "2.00").enter();
        market.sell("bob", 10, 14, 15, "2.40").enter();
        market.buy("carol", 10, 14, 15, "2.40").enter();
        market.sell("carol", 10, 14, 15, "2.20").enter();
        market.buy("alice", 10, 14, 15, "2.20").enter();
        long parcel = market.lastTrade();
        market.at(900).quietly().meter(14, parcel, 1_800);
        assertThat(market.events(Event.HourSettled.class).get(0).legs())
                .extracting(
                        LegSettlement::ticks,
                        LegSettlement::paid,
                        LegSettlement::sellerFee,
                        LegSettlement::buyerFeeRefund)
                .containsExactly(
                        tuple(220L, 88_000_000L, 88_000L, 176_000L),
                        tuple(240L, 96_000_000L, 96_000L, 192_000L),
                        tuple(200L, 80_000_000L, 0L, 160_000L));
        assertThat(market.free("operator")).isEqualTo("80.00");
        // Half of 160.00 with half of its fee; half of 192.00 less half of the maker's fee.
        assertThat(market.free("bob")).isEqualTo("1015.744");
        assertThat(market.free("carol")).isEqualTo("991.72");
        // And damages of 22.00, a quarter of her price for half an hour.
        assertThat(market.free("alice")).isEqualTo("933.824");
        assertThat(market.balance().fees()).isEqualTo(Money.parse("0.712"));
    }

    @Test
    void resaleDeliversTheOldestParcelFirst() {
        PoolSpec market = withFees();
        market.buy("alice", 10, 14, 15, "2.00").enter();
        market.buy("alice", 5, 14, 15, "2.50").enter();
        long younger = market.lastTrade();
        market.sell("alice", 10, 14, 15, "1.00").enter();
        market.buy("bob", 10, 14, 15, "1.00").enter();
        market.at(900).quietly().meter(14, younger, 0);
        assertThat(market.events(Event.HourSettled.class).get(0).legs().stream().filter(leg -> leg.parcel() == younger))
                .extracting(LegSettlement::lots, LegSettlement::ticks, LegSettlement::paid)
                .containsExactly(tuple(5L, 250L, 0L));
    }

    @Test
    void anHourIsSettledOnceAndNotBeforeItIsOver() {
        PoolSpec market = withFees();
        market.buy("alice", 10, 14, 15, "2.00").enter();
        Command meter = new Command.MeterHour(DAY + 14, List.of());
        market.at(899);
        assertThat(market.apply(meter).reply()).isInstanceOf(Reply.Refused.class);
        market.at(900);
        assertThat(market.apply(meter).reply()).isInstanceOf(Reply.Done.class);
        assertThat(market.apply(meter).reply()).isInstanceOf(Reply.Refused.class);
    }

    @Test
    void aMeterReadsFromNothingToAWholeHour() {
        PoolSpec market = withFees();
        market.buy("alice", 10, 14, 15, "2.00").enter();
        long parcel = market.lastTrade();
        market.at(900);
        for (int seconds : new int[] {-1, 3_601}) {
            Command wrong = new Command.MeterHour(DAY + 14, List.of(new Command.Reading(parcel, seconds)));
            assertThat(market.apply(wrong).reply())
                    .isInstanceOfSatisfying(
                            Reply.Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Refusal.GUARD_BROKEN));
        }
        market.meter(14, parcel, 3_600);
        assertThat(market.free("operator")).isEqualTo("160.00");
    }
}
