package io.tidemark.connectors.rest;

import io.tidemark.exchange.pool.Command.Replace;
import io.tidemark.exchange.pool.View.OrderView;
import org.jspecify.annotations.Nullable;

/**
 * Other terms for an open order; what is absent stays.
 *
 * @param lots the new total, what is filled already included
 * @param clientOrderId of this change: sent twice, it is made once
 */
record OrderChange(
        @Nullable Long lots,
        @Nullable String limitPricePerGpuHour,
        @Nullable String clientOrderId) {
    Replace of(OrderId id, long account, OrderView standing) {
        if (lots == null && limitPricePerGpuHour == null) {
            throw Problem.of(
                            ProblemCode.MISSING_FIELD,
                            "nothing is to change",
                            "send lots, limitPricePerGpuHour, or both; the window of an order cannot change")
                    .at("lots")
                    .asException();
        }
        return new Replace(
                account,
                id.number(),
                clientOrderId == null
                        ? Fields.clientOrderIdAfter(standing.clientOrderId())
                        : Fields.clientOrderId(clientOrderId),
                lots == null ? standing.lots() : lots,
                limitPricePerGpuHour == null
                        ? standing.limit()
                        : Fields.price(limitPricePerGpuHour, "limitPricePerGpuHour"));
    }
}
