package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.PoolSpec.DAY;
import static io.tidemark.exchange.pool.PoolSpec.market;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.pool.View.QuoteView;
import io.tidemark.exchange.pool.View.WhyNot;
import org.junit.jupiter.api.Test;

/** Section 3 of the rulebook: what a buy would get now, at the cheapest of its possible starts. A lot has 8 GPUs. */
class QuoteTest {
    /** A strip of two hours costs 4.00 from 13 on, 3.00 from 14 and from 15; from 16 on four of them cost 2.00. */
    private static PoolSpec offers() {
        return market(600)
                .capacity(100)
                .fees(10, 20)
                .release(13, "10@2.50")
                .release(14, "10@1.50")
                .release(15, "10@1.50")
                .release(16, "10@1.50")
                .release(17, "4@0.50, 6@3.50")
                .after(16 * 60)
                .deposit("alice", "10000");
    }

    private static QuoteView quote(PoolSpec market, long from, long latest, long lots, String limit) {
        return (QuoteView) market.engine.answer(new Query.QuoteFor(
                market.account("alice"),
                new DeliveryWindow(DAY + from, 2),
                DAY + latest,
                lots,
                false,
                limit.isEmpty() ? 0 : Price.parse(limit).ticks()));
    }

    @Test
    void aFlexibleStartIsTheCheapestAndOfEqualsTheEarliest() {
        assertThat(quote(offers(), 13, 15, 4, "").window().start()).isEqualTo(DAY + 14);
        assertThat(quote(offers(), 13, 16, 4, "").window().start()).isEqualTo(DAY + 16);
        assertThat(quote(offers(), 13, 13, 4, "").window().start())
                .as("a fixed one")
                .isEqualTo(DAY + 13);
    }

    @Test
    void aStartAtWhichMoreLotsTradeComesBeforeACheaperOne() {
        QuoteView quote = quote(offers(), 12, 16, 10, "2.00");
        assertThat(quote.window().start()).isEqualTo(DAY + 14);
        assertThat(quote.fillableLots()).isEqualTo(10);
        assertThat(quote(offers(), 16, 16, 10, "2.00").fillableLots()).isEqualTo(4);
        assertThat(quote(offers(), 10, 11, 10, "2.00").window().start())
                .as("nothing trades at either")
                .isEqualTo(DAY + 10);
    }

    @Test
    void itSaysWhatTheLotsCostWithTheTakersFeeAndWhatAnOrderWouldHold() {
        QuoteView limited = quote(offers(), 14, 14, 10, "2.00");
        // 10 lots x 8 GPUs x 3.00 at the asks, and 4.00 at the limit; 20 basis points on both.
        assertThat(Money.format(limited.cost())).isEqualTo("240.00");
        assertThat(Money.format(limited.fee())).isEqualTo("0.48");
        assertThat(Money.format(limited.hold())).isEqualTo("320.64");
        assertThat(Money.format(quote(offers(), 14, 14, 10, "").hold())).isEqualTo("240.48");
    }

    @Test
    void inACallItSaysThatTheCallIsInTheWay() {
        PoolSpec market = offers().halt();
        assertThat(quote(market, 14, 14, 10, "2.00").blocked()).contains(new WhyNot.PhaseHolds(Phase.HALT, 0));
        market.resume();
        assertThat(quote(market, 14, 14, 10, "2.00").blocked())
                .contains(new WhyNot.PhaseHolds(Phase.CALL, market.now() + 5 * 60_000));
    }
}
