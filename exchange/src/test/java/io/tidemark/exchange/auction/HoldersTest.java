package io.tidemark.exchange.auction;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.book.Ask;
import io.tidemark.exchange.book.Buy;
import io.tidemark.exchange.book.OrderBook;
import io.tidemark.exchange.contract.DeliveryWindow;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What those who were accepted can bear, to the tick. */
class HoldersTest {
    private static final long H = 490_000;

    /** X holds h1 and h2 at 2.01 and may pay 2.20; Y wants h1 to h3, and lifts h1 to {@code dearerAsk} and h2 by 0.10. */
    private static List<Long> accepted(long dearerAsk) {
        OrderBook book = new OrderBook();
        ask(book, 1, H, 101);
        ask(book, 2, H, dearerAsk);
        ask(book, 3, H + 1, 100);
        ask(book, 4, H + 1, 110);
        ask(book, 5, H + 2, 50);
        book.rest(new Buy(6, 6, 6, new DeliveryWindow(H, 2), 110, true, 6, 10));
        book.rest(new Buy(7, 7, 7, new DeliveryWindow(H, 3), 109, true, 7, 10));
        return CallAuction.uncross(book).fills().stream()
                .map(fill -> fill.buy().orderId())
                .toList();
    }

    private static void ask(OrderBook book, long id, long hour, long limit) {
        book.rest(new Ask(id, id, id, hour, limit, id, 10));
    }

    @Test
    void twoRisesMayTakeAllOfASlackTogether() {
        assertThat(accepted(110)).containsExactly(6L, 7L);
    }

    @Test
    void twoRisesMayNotTakeATickMoreTogetherThoughEachOfThemMight() {
        assertThat(accepted(111)).containsExactly(6L);
    }
}
