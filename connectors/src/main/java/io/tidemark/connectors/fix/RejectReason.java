package io.tidemark.connectors.fix;

import io.tidemark.exchange.pool.Refusal;

/**
 * Why an order, a replacement or a cancel is rejected: the market's reasons under their own names, and the door's. Each
 * has its OrdRejReason (103) and its CxlRejReason (102); the name itself goes out in tag 20002.
 */
enum RejectReason {
    UNKNOWN_ACCOUNT(15, 99),
    MARKET_CLOSED(2, 99),
    MARKET_HALTED(2, 99),
    NOT_IN_A_CALL(11, 99),
    WINDOW_IN_THE_PAST(4, 0),
    WINDOW_NOT_LISTED(1, 99),
    LOTS_NOT_POSITIVE(13, 99),
    TERMS_CONTRADICT(11, 99),
    EXPIRY_IN_THE_PAST(4, 99),
    TOO_LARGE_A_VALUE(3, 99),
    TOO_MANY_ORDERS(99, 99),
    POSITION_LIMIT(3, 99),
    POST_ONLY_WOULD_TRADE(11, 99),
    OUTSIDE_DYNAMIC_BAND(16, 8),
    SELLERS_ARE_DIVISIBLE(11, 99),
    PRICE_OUTSIDE_BAND(16, 8),
    TOO_MANY_LOTS(3, 99),
    TITLES_NOT_COVERED(22, 99),
    INSUFFICIENT_CREDIT(25, 99),
    NO_SUCH_ORDER(5, 1),
    HOUR_NOT_TO_SETTLE(99, 99),
    GUARD_BROKEN(99, 99),
    NOT_NOW(99, 99),
    NOT_REPLACEABLE(11, 99),
    /** The text in 55 names nothing that is traded here. */
    UNKNOWN_SYMBOL(1, 99),
    /** 44 is no price in steps of 0.01. */
    PRICE_NOT_ON_TICK(18, 18),
    /** 38 is no whole number of lots. */
    LOTS_NOT_WHOLE(13, 99),
    /** 11 cannot be a client order id. */
    MALFORMED_CLIENT_ORDER_ID(99, 99),
    /** 11 was used before, for something else. */
    DUPLICATE_CLIENT_ORDER_ID(6, 6),
    /** 40, 59, 54, 18, 126, 432 or 530 asks for something that this market does not do. */
    NOT_SUPPORTED(11, 99),
    /** A sell of several hours. */
    SELL_BY_THE_HOUR(11, 99),
    /** The order ended before the request came. */
    ORDER_ENDED(99, 0),
    /** Something that a replacement cannot change. */
    CANNOT_BE_REPLACED(11, 99);

    private static final int MASS_CANCEL_NOT_SUPPORTED = 0;
    private static final int UNKNOWN_SECURITY = 1;
    private static final int OTHER = 99;

    private final int orderCode;
    private final int cancelCode;

    RejectReason(int orderCode, int cancelCode) {
        this.orderCode = orderCode;
        this.cancelCode = cancelCode;
    }

    /** The market's refusals have the same names here. */
    static RejectReason of(Refusal refusal) {
        return valueOf(refusal.name());
    }

    /** OrdRejReason, tag 103. */
    int orderCode() {
        return orderCode;
    }

    /** MassCancelRejectReason, tag 532. */
    int massCancelCode() {
        return switch (this) {
            case NOT_SUPPORTED -> MASS_CANCEL_NOT_SUPPORTED;
            case UNKNOWN_SYMBOL -> UNKNOWN_SECURITY;
            default -> OTHER;
        };
    }

    /** CxlRejReason, tag 102. */
    int cancelCode() {
        return cancelCode;
    }
}
