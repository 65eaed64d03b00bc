package io.tidemark.exchange.pool;

/** Why a command is refused. Checked from top to bottom; the first that holds is the answer. */
public enum Refusal {
    /** The account has no wallet in this pool. */
    UNKNOWN_ACCOUNT,
    /** The group enters orders faster than its tier may. */
    TOO_MANY_ORDERS,
    /** The pool has not been opened. */
    MARKET_CLOSED,
    /** Trading is stopped; cancels still work. */
    MARKET_HALTED,
    /** Two terms of the order shut each other out. */
    TERMS_CONTRADICT,
    /** IOC, FOK and market orders need continuous trading; a call is running. */
    NOT_IN_A_CALL,
    /** The gate of the window's first hour has closed. */
    WINDOW_IN_THE_PAST,
    /** The window reaches beyond the hours that are listed. */
    WINDOW_NOT_LISTED,
    /** An order is for at least one lot. */
    LOTS_NOT_POSITIVE,
    /** All-or-none and fill-or-kill are for buys; sellers are divisible. */
    SELLERS_ARE_DIVISIBLE,
    /** A GTD order dies at an instant that has passed. */
    EXPIRY_IN_THE_PAST,
    /** The limit lies outside the static band. */
    PRICE_OUTSIDE_BAND,
    /** More lots than one order may have. */
    TOO_MANY_LOTS,
    /** The order is worth more than one order may be. */
    TOO_LARGE_A_VALUE,
    /** The group would hold and bid for more of an hour than one group may. */
    POSITION_LIMIT,
    /** A seller sells only what it holds and does not offer already. */
    TITLES_NOT_COVERED,
    /** The wallet has too little free cash for the largest cost of the order. */
    INSUFFICIENT_CREDIT,
    /** A post-only order would trade at once. */
    POST_ONLY_WOULD_TRADE,
    /** It would trade outside the dynamic band, and the last call for that reason is too recent for another. */
    OUTSIDE_DYNAMIC_BAND,
    /** No such open order of this account. */
    NO_SUCH_ORDER,
    /** A spot bid has no replacement: it is cancelled, and another is entered. */
    NOT_REPLACEABLE,
    /** The hour is not over, or nothing of it is left to settle. */
    HOUR_NOT_TO_SETTLE,
    /** A published rule sheet or supply breaks a guard; the previous one stays. */
    GUARD_BROKEN,
    /** The command does not fit the state of the market. */
    NOT_NOW
}
