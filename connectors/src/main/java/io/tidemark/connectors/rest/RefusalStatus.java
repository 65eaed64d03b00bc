package io.tidemark.connectors.rest;

import io.tidemark.exchange.pool.Refusal;

/**
 * Which HTTP status a refusal of the market has: 404 where there is no such thing, 409 where the same request may be good
 * at another time, 422 where the request itself must change, 429 where it came too soon.
 */
final class RefusalStatus {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;
    private static final int TOO_MANY_REQUESTS = 429;

    private RefusalStatus() {}

    static int of(Refusal refusal) {
        return switch (refusal) {
            case NO_SUCH_ORDER -> NOT_FOUND;
            case TOO_MANY_ORDERS -> TOO_MANY_REQUESTS;
            case UNKNOWN_ACCOUNT,
                    MARKET_CLOSED,
                    MARKET_HALTED,
                    NOT_IN_A_CALL,
                    NOT_REPLACEABLE,
                    POST_ONLY_WOULD_TRADE,
                    OUTSIDE_DYNAMIC_BAND,
                    HOUR_NOT_TO_SETTLE,
                    NOT_NOW -> CONFLICT;
            case WINDOW_IN_THE_PAST,
                    WINDOW_NOT_LISTED,
                    LOTS_NOT_POSITIVE,
                    TERMS_CONTRADICT,
                    EXPIRY_IN_THE_PAST,
                    TOO_LARGE_A_VALUE,
                    POSITION_LIMIT,
                    SELLERS_ARE_DIVISIBLE,
                    PRICE_OUTSIDE_BAND,
                    TOO_MANY_LOTS,
                    TITLES_NOT_COVERED,
                    INSUFFICIENT_CREDIT,
                    GUARD_BROKEN -> UNPROCESSABLE;
        };
    }

    /** The refusal as a heading. */
    static String title(Refusal refusal) {
        return switch (refusal) {
            case UNKNOWN_ACCOUNT -> "The account has no wallet in this pool";
            case TOO_MANY_ORDERS -> "Too many orders in too short a time";
            case MARKET_CLOSED -> "The pool is not open";
            case MARKET_HALTED -> "Trading is halted";
            case NOT_IN_A_CALL -> "Not while a call is running";
            case WINDOW_IN_THE_PAST -> "The gate has closed";
            case WINDOW_NOT_LISTED -> "The window is not listed yet";
            case LOTS_NOT_POSITIVE -> "At least one lot is needed";
            case TERMS_CONTRADICT -> "Two terms shut each other out";
            case EXPIRY_IN_THE_PAST -> "The expiry has passed";
            case TOO_LARGE_A_VALUE -> "Worth too much for one order";
            case POSITION_LIMIT -> "Too much of an hour for one group";
            case POST_ONLY_WOULD_TRADE -> "It would trade at once";
            case OUTSIDE_DYNAMIC_BAND -> "It would trade outside the dynamic band";
            case SELLERS_ARE_DIVISIBLE -> "A sell cannot be all-or-none";
            case PRICE_OUTSIDE_BAND -> "The price is outside the band";
            case TOO_MANY_LOTS -> "Too many lots";
            case TITLES_NOT_COVERED -> "The titles are not there";
            case INSUFFICIENT_CREDIT -> "The wallet has too little";
            case NO_SUCH_ORDER -> "There is no such order";
            case NOT_REPLACEABLE -> "It has no replacement";
            case HOUR_NOT_TO_SETTLE -> "The hour cannot be settled";
            case GUARD_BROKEN -> "A guard would be broken";
            case NOT_NOW -> "Not in this state of the market";
        };
    }
}
