package io.tidemark.exchange.pool;

import io.tidemark.exchange.contract.DeliveryWindow;

/** Everything that can be asked of a pool without changing it. Each has its {@link View}. */
public sealed interface Query
        permits Query.PoolStatus,
                Query.HoursFrom,
                Query.QuoteFor,
                Query.OrderOf,
                Query.OrderByClientId,
                Query.OrdersOf,
                Query.AccountOf,
                Query.Wallets,
                Query.DueIn,
                Query.OpenOrders,
                Query.Indicative,
                Query.WhatWouldFill,
                Query.Balance,
                Query.Book,
                Query.HouseFunds {
    /** The pool as a whole; answered by {@link View.PoolView}. */
    record PoolStatus() implements Query {}

    /** Listed and running hours from one on; answered by {@link View.HoursView}. */
    record HoursFrom(long fromHour, int hours) implements Query {}

    /**
     * What a firm buy would get and cost now, at the cheapest of its possible starts; answered by {@link
     * View.QuoteView}.
     *
     * @param account 0 for nobody in particular
     * @param latestStart the last hour at which the window may start; that of {@code window} if it is fixed
     * @param limit ticks per GPU-hour, or 0 to ask at any price
     */
    record QuoteFor(long account, DeliveryWindow window, long latestStart, long lots, boolean allOrNone, long limit)
            implements Query {}

    /** One order or bid of an account; answered by {@link View.OrderView} or {@link View.Nothing}. */
    record OrderOf(long account, long orderId) implements Query {}

    /** One order or bid of an account by its own id; answered as {@link OrderOf}. */
    record OrderByClientId(long account, String clientOrderId) implements Query {}

    /**
     * A page of the remembered orders and bids of an account, the newest first; answered by {@link View.OrdersView}. The
     * page is cut before anything is said about an order, so that a long list costs no more than what is read of it.
     *
     * @param after only those with a lower id, or {@link #NEWEST}
     * @param enteredBy only those entered at this instant or before, epoch milliseconds, or {@link #NEWEST}
     * @param limit the most on the page, at least 1
     */
    record OrdersOf(long account, long after, long enteredBy, int limit, boolean openOnly, OrderKind kind)
            implements Query {
        /** Behind nothing: the page begins with the newest. */
        public static final long NEWEST = Long.MAX_VALUE;

        public OrdersOf {
            if (limit < 1) {
                throw new IllegalArgumentException("a page must have room for one order: " + limit);
            }
        }

        /** The newest of all kinds, ended ones included. */
        public static OrdersOf newest(long account, int limit) {
            return new OrdersOf(account, NEWEST, NEWEST, limit, false, OrderKind.ANY);
        }

        /** The newest of all kinds that are open. */
        public static OrdersOf open(long account, int limit) {
            return new OrdersOf(account, NEWEST, NEWEST, limit, true, OrderKind.ANY);
        }
    }

    /** Which entries a list is of. */
    enum OrderKind {
        FIRM,
        SPOT,
        ANY
    }

    /** Wallet and titles of an account; answered by {@link View.AccountView} or {@link View.Nothing}. */
    record AccountOf(long account) implements Query {}

    /** Wallets of all accounts at one moment; answered by {@link View.WalletsView}. */
    record Wallets() implements Query {}

    /** What is to be delivered in an hour that is not settled yet; answered by {@link View.DueView}. */
    record DueIn(long hour) implements Query {}

    /** How many orders and bids are open; answered by {@link View.OpenOrdersView}. */
    record OpenOrders() implements Query {}

    /** What a call would come to if it ended now; answered by {@link View.IndicativeView}. */
    record Indicative() implements Query {}

    /**
     * What would have to change for a firm buy to fill now; answered by {@link View.CounterfactualView}. For an order that
     * rests, give its own terms and what is left of it.
     */
    record WhatWouldFill(long account, DeliveryWindow window, long lots, boolean allOrNone, long limit)
            implements Query {}

    /** Whether money and titles are in balance; answered by {@link View.BalanceView}. */
    record Balance() implements Query {}

    /** Every order that rests, one by one; answered by {@link View.BookView}. For audits and tests: it walks the book. */
    record Book() implements Query {}

    /** What the house can spend in this pool, and what it owes; answered by {@link View.HouseFundsView}. */
    record HouseFunds() implements Query {}
}
