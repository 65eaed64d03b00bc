package io.tidemark.connectors.rest;

import io.tidemark.exchange.contract.PoolId;
import java.util.Optional;

/**
 * How the outside names an order or a bid: {@code B200X8.PRN1-42}. Pools number their orders independently, so the number
 * alone would name several.
 */
record OrderId(PoolId pool, long number) {
    /** Longer numbers are no longs, and no pool has given out so many. */
    private static final int MAX_DIGITS = 18;

    /** Reads an id; one that cannot be is as missing as one that is not. */
    static OrderId parse(String text, Market market) {
        return find(text, market).orElseThrow(() -> noSuchOrder().asException());
    }

    /** Reads an id; empty for what cannot be one. */
    static Optional<OrderId> find(String text, Market market) {
        return market.pools().stream()
                .flatMap(pool -> inPool(text, pool).stream())
                .findFirst();
    }

    /** Reads an id, if it is one of this pool. */
    static Optional<OrderId> inPool(String text, PoolId pool) {
        int dash = text.lastIndexOf('-');
        String digits = text.substring(dash + 1);
        boolean isNumber = !digits.isEmpty()
                && digits.length() <= MAX_DIGITS
                && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return isNumber && dash > 0 && text.substring(0, dash).equals(pool.toString())
                ? Optional.of(new OrderId(pool, Long.parseLong(digits)))
                : Optional.empty();
    }

    /** The same for what is missing, what is another's, and what never was an id: it must not tell them apart. */
    static Problem noSuchOrder() {
        return Problem.of(
                ProblemCode.NO_SUCH_ORDER,
                "this account has no such order or bid",
                "list yours with GET /v1/orders and GET /v1/spot-bids; ended ones are forgotten after a day");
    }

    @Override
    public String toString() {
        return pool + "-" + number;
    }
}
