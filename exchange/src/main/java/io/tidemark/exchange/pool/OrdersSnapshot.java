package io.tidemark.exchange.pool;

import io.tidemark.exchange.pool.Event.CloseReason;
import io.tidemark.exchange.pool.View.WhyNot;
import java.util.List;
import java.util.Optional;

/**
 * The firm orders that are remembered, as values. What rests of them is in the snapshot of the book.
 *
 * @param open ascending by id
 * @param ended in the order in which they ended
 */
public record OrdersSnapshot(List<Order> open, List<Ended> ended) {
    /**
     * One order.
     *
     * @param order the terms that stand now
     * @param atMarket whether it came without a limit; the one in the terms is what the bands gave it
     * @param hold what is set aside for it, micro-dollars
     * @param fills the oldest first
     * @param answers what each of its client order ids was answered with, the first one first
     */
    public record Order(
            long id,
            Command.SubmitOrder order,
            boolean atMarket,
            long enteredAt,
            long priority,
            int feeCapBps,
            long hold,
            List<OrderFill> fills,
            List<FirstAnswer> answers) {}

    /**
     * One that has ended.
     *
     * @param at when it did, epoch milliseconds
     * @param whyNotAtOnce what stood in the way if it had one moment to trade
     */
    public record Ended(Order order, CloseReason closed, long at, Optional<WhyNot> whyNotAtOnce) {}

    /** What a client order id was answered with when it came first, and is again whenever it comes. */
    public record FirstAnswer(String clientOrderId, long filledLots, long cost, boolean open) {}
}
