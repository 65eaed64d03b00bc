package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.PoolSpec.market;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Section 8 of the rulebook: what a group may hold and bid for in an hour, here forty per cent of ten lots. */
class PositionLimitTest {
    private static PoolSpec fortyPerCent() {
        PoolSpec market = market(600)
                .capacity(10)
                .asks(14, "10@1.00")
                .publish(new RuleSheet("test", 1, 100_000, 0, 0, 120, List.of(), List.of(), 0, 4_000, 0))
                .grouped("left", 55, "10000")
                .grouped("right", 55, "10000")
                .deposit("other", "10000");
        market.buy("left", 2, 14, 15, "1.00").enter();
        return market.quietly();
    }

    @Test
    void aGroupIsCountedTogetherWithWhatItHoldsAndWhatItBidsFor() {
        PoolSpec market = fortyPerCent();
        market.buy("left", 1, 14, 15, "0.50").enter();
        Reply.Refused refused = market.buy("right", 2, 14, 15, "0.50").enterToBeRefused();
        assertThat(refused.reason()).isEqualTo(Refusal.POSITION_LIMIT);
        assertThat(refused.remedy()).isEqualTo("at most 1 lot");
        market.buy("right", 1, 14, 15, "0.50").enter();
        assertThat(market.buy("left", 1, 14, 15, "0.50").enterToBeRefused().remedy())
                .isEqualTo("leave that hour out, or cancel other bids for it");
        market.buy("other", 4, 14, 15, "0.50").enter();
    }

    @Test
    void everyHourOfAWindowIsCounted() {
        PoolSpec market = fortyPerCent();
        assertThat(market.buy("right", 3, 13, 15, "0.50").enterToBeRefused().problem())
                .contains("2026112114");
        market.buy("right", 4, 12, 14, "0.50").enter();
        market.buy("right", 2, 14, 16, "0.50").enter();
    }

    @Test
    void whatIsFilledIsCountedOnce() {
        PoolSpec market = fortyPerCent();
        market.buy("other", 8, 14, 15, "1.00").enterToBeRefused();
        market.buy("other", 4, 14, 15, "1.00").enter();
        market.quietly();
        market.buy("left", 2, 14, 15, "1.00").enter();
        assertThat(market.titles("left", 14)).isEqualTo(4);
        assertThat(market.buy("right", 1, 14, 15, "1.00").enterToBeRefused().reason())
                .isEqualTo(Refusal.POSITION_LIMIT);
    }

    @Test
    void anOrderThatTakesAnothersPlaceIsNotCountedBesideIt() {
        PoolSpec market = fortyPerCent();
        long bid = market.buy("right", 1, 14, 15, "0.50").enter();
        long right = market.account("right");
        market.done(new Command.Replace(right, bid, "two", 2, 50));
        assertThat(market.apply(new Command.Replace(right, bid, "three", 3, 50)).reply())
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Refusal.POSITION_LIMIT));
    }

    @Test
    void whatAReplacedOrderHasGotAlreadyIsCountedOnce() {
        PoolSpec market = fortyPerCent();
        long bid = market.buy("other", 4, 14, 15, "0.50").enter();
        market.sell("left", 1, 14, 15, "0.50").enter();
        assertThat(market.titles("other", 14)).isEqualTo(1);
        market.done(new Command.Replace(market.account("other"), bid, "dearer", 4, 60));
        assertThat(market.order("other", bid).limit()).isEqualTo(60);
    }

    @Test
    void titlesThatWereMintedCountWhereCapacityWasTakenBack() {
        PoolSpec market = fortyPerCent();
        market.buy("other", 4, 14, 15, "1.00").enter();
        market.buy("left", 2, 14, 15, "1.00").enter();
        market.capacity(5);
        // Eight titles are sold and stay minted: forty per cent of them are three.
        market.deposit("carol", "1000");
        assertThat(market.buy("carol", 4, 14, 15, "0.50").enterToBeRefused().remedy())
                .isEqualTo("at most 3 lots");
        market.buy("carol", 3, 14, 15, "0.50").enter();
        assertThat(market.buy("carol", 3, 15, 16, "0.50").enterToBeRefused().remedy())
                .isEqualTo("at most 2 lots");
    }
}
