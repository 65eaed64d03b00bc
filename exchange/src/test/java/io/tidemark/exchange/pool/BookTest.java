package io.tidemark.exchange.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.Price;
import java.util.List;
import org.junit.jupiter.api.Test;

class BookTest {
    private final PoolSpec market = PoolSpec.market(9 * 60).capacity(100);

    @Test
    void everyRestingOrderIsShownInTheOrderInWhichItTrades() {
        market.asks(15, "8@2.40").asks(14, "4@1.90, 6@2.10").deposit("alice", "10000.00");
        market.buy("alice", 2, 14, 15, "1.90").enter();
        market.sell("alice", 1, 14, 15, "2.10").enter();
        long low = market.buy("alice", 5, 14, 15, "1.00").enter();
        long late = market.buy("alice", 3, 14, 16, "1.50").enter();
        long later = market.buy("alice", 1, 15, 16, "1.50").enter();
        View.BookView book = (View.BookView) market.engine.answer(new Query.Book());
        assertThat(lines(book.asks())).containsExactly("14/1 2@1.90", "14/1 6@2.10", "14/1 1@2.10", "15/1 8@2.40");
        assertThat(lines(book.buys())).containsExactly("14/2 3@1.50", "15/1 1@1.50", "14/1 5@1.00");
        assertThat(book.buys()).extracting(View.RestingView::orderId).containsExactly(late, later, low);
        assertThat(book.asks().get(2).account()).isEqualTo(market.account("alice"));
    }

    @Test
    void anHourShowsItsLevelsTheBestFirstAndNoBlocks() {
        market.asks(14, "4@1.90, 6@2.10").deposit("alice", "10000.00").deposit("bob", "10000.00");
        market.buy("alice", 2, 14, 15, "1.90").enter();
        market.sell("alice", 1, 14, 15, "2.10").enter();
        market.buy("bob", 5, 14, 15, "1.00").enter();
        market.buy("alice", 2, 14, 15, "1.00").enter();
        market.buy("alice", 3, 14, 15, "1.20").enter();
        market.buy("bob", 9, 14, 16, "1.50").enter();
        View.HourView hour = ((View.HoursView) market.engine.answer(new Query.HoursFrom(PoolSpec.DAY + 14, 1)))
                .hours()
                .get(0);
        assertThat(hour.bestAsk()).isEqualTo(190);
        assertThat(hour.asks()).isEqualTo(PoolSpec.ladder("2@1.90, 7@2.10"));
        assertThat(hour.bids()).isEqualTo(PoolSpec.ladder("3@1.20, 7@1.00"));
        assertThat(hour.reference()).isEqualTo(190);
        assertThat(hour.soldLots()).isEqualTo(2);
    }

    private static List<String> lines(List<View.RestingView> orders) {
        return orders.stream()
                .map(order -> "%d/%d %d@%s"
                        .formatted(
                                order.window().start() - PoolSpec.DAY,
                                order.window().hours(),
                                order.lots(),
                                Price.format(order.ticks())))
                .toList();
    }
}
