package io.tidemark.connectors.rest;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.contract.Symbol;
import io.tidemark.exchange.pool.OrderFill;
import io.tidemark.exchange.pool.Reply.Accepted;
import io.tidemark.exchange.pool.View.OrderView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A firm order as it stands.
 *
 * @param limitPricePerGpuHour for a market order the limit that it was given
 * @param limitTotalUsd what it comes to if all of it trades at the limit
 * @param status OPEN, or why it ended
 * @param filledLots for a buy: lots that it got in every hour of the window
 * @param soldLotHours for a sell: lots times hours that it sold
 * @param averagePricePerGpuHour of what traded, rounded to four decimals; the totals are exact
 * @param tradedUsd what traded came to, before fees
 * @param feeUsd fees taken at the trades
 * @param heldUsd what is still set aside for it
 * @param whatWouldFill only of a single open buy, in continuous trading
 * @param atOnce only in the answer to a POST: what the first answer was
 */
record OrderBody(
        String orderId,
        String clientOrderId,
        String symbol,
        String start,
        int hours,
        String side,
        long lots,
        String type,
        String limitPricePerGpuHour,
        String limitPricePerLotHour,
        String limitTotalUsd,
        String timeInForce,
        @Nullable String expiresAt,
        boolean allOrNone,
        boolean postOnly,
        String selfMatch,
        String status,
        @Nullable String enteredAt,
        @Nullable Long filledLots,
        @Nullable Long soldLotHours,
        @Nullable String averagePricePerGpuHour,
        @Nullable String averagePricePerLotHour,
        String tradedUsd,
        String feeUsd,
        String heldUsd,
        List<FillBody> fills,
        @Nullable WhyNotBody whyNotFilled,
        @Nullable WhatWouldFillBody whatWouldFill,
        @Nullable AtOnce atOnce) {

    /** One trade: for a buy the lots in every hour from {@code hour}, for a sell those of that hour. */
    record FillBody(
            long tradeId,
            @Nullable String at,
            String hour,
            int hours,
            long lots,
            @Nullable String averagePricePerGpuHour,
            @Nullable String averagePricePerLotHour,
            String totalUsd,
            String feeUsd) {}

    /** What the order got the moment it was entered. A repetition of the request is told the same. */
    record AtOnce(long filledLots, String totalUsd, boolean open) {}

    static OrderBody of(PoolId pool, OrderView order, @Nullable Accepted first) {
        return of(pool, order, null, first);
    }

    static OrderBody of(PoolId pool, OrderView order, @Nullable WhatWouldFillBody wouldFill, @Nullable Accepted first) {
        DeliveryWindow window = order.window().orElseThrow();
        boolean buy = order.side() == Side.BUY;
        long lotHours = buy ? order.filledLots() * window.hours() : order.filledLots();
        return new OrderBody(
                new OrderId(pool, order.orderId()).toString(),
                order.clientOrderId(),
                new Symbol.Firm(pool, window).toString(),
                Hours.format(window.start()),
                window.hours(),
                order.side().name(),
                order.lots(),
                (order.atMarket() ? OrderType.MARKET : OrderType.LIMIT).name(),
                Price.format(order.limit()),
                Price.format(order.limit() * pool.gpusPerLot()),
                Money.format(pool.lotHourMoney(order.limit(), order.lots() * window.hours())),
                order.timeInForce().name(),
                Amounts.instant(order.expiresAt()),
                order.allOrNone(),
                order.postOnly(),
                order.selfMatch().name(),
                order.status(),
                Amounts.instant(order.enteredAt()),
                buy ? order.filledLots() : null,
                buy ? null : order.filledLots(),
                Amounts.average(order.value(), lotHours * pool.gpusPerLot()),
                Amounts.average(order.value(), lotHours),
                Money.format(order.value()),
                Money.format(order.fills().stream().mapToLong(OrderFill::fee).sum()),
                Money.format(order.hold()),
                order.fills().stream()
                        .map(fill -> fill(pool, fill, buy ? window.hours() : 1))
                        .toList(),
                order.whyNotFilled().map(WhyNotBody::of).orElse(null),
                wouldFill,
                first == null ? null : new AtOnce(first.filledLots(), Money.format(first.cost()), first.open()));
    }

    private static FillBody fill(PoolId pool, OrderFill fill, int hours) {
        long lotHours = fill.lots() * hours;
        return new FillBody(
                fill.tradeId(),
                Amounts.instant(fill.at()),
                Hours.format(fill.hour()),
                hours,
                fill.lots(),
                Amounts.average(fill.value(), lotHours * pool.gpusPerLot()),
                Amounts.average(fill.value(), lotHours),
                Money.format(fill.value()),
                Money.format(fill.fee()));
    }
}
