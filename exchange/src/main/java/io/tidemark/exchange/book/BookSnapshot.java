package io.tidemark.exchange.book;

import io.tidemark.exchange.contract.DeliveryWindow;
import java.util.List;

/**
 * Everything that rests, as values: enough to make the same book again. What buys remember of their last try is not in it:
 * a book that has forgotten that tries more and trades the same.
 *
 * @param asks hour by hour, ascending, and in each hour as they queue
 * @param buys best priority first
 */
public record BookSnapshot(List<RestingAsk> asks, List<RestingBuy> buys) {
    /** The components of an {@link Ask}. */
    public record RestingAsk(long orderId, long account, long group, long hour, long limit, long sequence, long lots) {
        static RestingAsk of(Ask ask) {
            return new RestingAsk(
                    ask.orderId(),
                    ask.account(),
                    ask.group(),
                    ask.hour(),
                    ask.limit(),
                    ask.sequence(),
                    ask.remaining());
        }

        Ask toAsk() {
            return new Ask(orderId, account, group, hour, limit, sequence, lots);
        }
    }

    /** The components of a {@link Buy}. */
    public record RestingBuy(
            long orderId,
            long account,
            long group,
            DeliveryWindow window,
            long limit,
            boolean allOrNone,
            long sequence,
            long lots) {
        static RestingBuy of(Buy buy) {
            return new RestingBuy(
                    buy.orderId(),
                    buy.account(),
                    buy.group(),
                    buy.window(),
                    buy.limit(),
                    buy.allOrNone(),
                    buy.sequence(),
                    buy.remaining());
        }

        Buy toBuy() {
            return new Buy(orderId, account, group, window, limit, allOrNone, sequence, lots);
        }
    }
}
