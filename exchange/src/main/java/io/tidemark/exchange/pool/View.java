package io.tidemark.exchange.pool;

import io.tidemark.exchange.book.SelfMatch;
import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.spot.Tranche;
import java.util.List;
import java.util.Optional;

/** Answers to a {@link Query}. Prices are ticks per GPU-hour, money is micro-dollars, instants epoch milliseconds. */
public sealed interface View
        permits View.Nothing,
                View.PoolView,
                View.HoursView,
                View.QuoteView,
                View.OrderView,
                View.OrdersView,
                View.AccountView,
                View.WalletsView,
                View.DueView,
                View.OpenOrdersView,
                View.IndicativeView,
                View.CounterfactualView,
                View.BalanceView,
                View.BookView,
                View.HouseFundsView {
    /** There is no such thing, or it belongs to somebody else. */
    record Nothing() implements View {}

    /**
     * The pool as a whole.
     *
     * @param phaseEndsAt when the running call ends, 0 if none runs
     * @param firstOpenHour the first hour that still trades
     * @param listedUntil the first hour that is not listed yet
     * @param capacityLots what can be delivered in the running hour
     * @param firmLots of these, sold as firm
     * @param spotLots of these, in spot leases
     * @param noticedLots of these, on their way back
     * @param idleLots of these, with nobody
     * @param spotTicks the spot price of the running hour, 0 if there is none
     * @param rules the numbers with which the pool was opened
     */
    record PoolView(
            long now,
            Phase phase,
            CallReason reason,
            long phaseEndsAt,
            long firstOpenHour,
            long listedUntil,
            long capacityLots,
            long firmLots,
            long spotLots,
            long noticedLots,
            long idleLots,
            long spotTicks,
            RuleSheet sheet,
            MarketRules rules)
            implements View {}

    /** Hours in ascending order. */
    record HoursView(List<HourView> hours) implements View {}

    /**
     * One delivery hour.
     *
     * @param shortLots sold and not deliverable; 0 for an hour that is over
     * @param reference the last price, else the fair value of the rules, else 0
     * @param index the compute hour index in micro-dollars per GPU-hour: from the gate on it stands, before it moves
     *     with each trade; 0 if nothing traded that counts
     * @param bestAsk 0 if nothing is offered
     * @param asks price levels, cheapest first
     * @param bids price levels of resting single-hour buys, dearest first
     */
    record HourView(
            long hour,
            HourState state,
            long capacityLots,
            long mintedLots,
            long soldLots,
            long shortLots,
            long reference,
            long index,
            long bestAsk,
            List<Tranche> asks,
            List<Tranche> bids) {}

    /** The life of an hour. */
    enum HourState {
        LISTED,
        GATED,
        DELIVERING,
        OVER
    }

    /**
     * What a firm buy would get now.
     *
     * @param window the cheapest of the possible windows
     * @param fillableLots lots that would trade at once, 0 if none would
     * @param cost what they cost before fees
     * @param fee the fee on them
     * @param hold what would be set aside for the whole order at its limit, or at the cost if no limit was given
     * @param blocked why not all lots would trade at once
     */
    record QuoteView(
            DeliveryWindow window,
            long lots,
            long fillableLots,
            long cost,
            long fee,
            long hold,
            Optional<WhyNot> blocked)
            implements View {}

    /** Why a buy does not trade. */
    sealed interface WhyNot
            permits WhyNot.PhaseHolds,
                    WhyNot.TooFewLots,
                    WhyNot.TooLowALimit,
                    WhyNot.SpotPriceAbove,
                    WhyNot.NoIdleLots,
                    WhyNot.ReserveAbove {
        /** The pool is in a call, or halted: nothing trades before it ends. */
        record PhaseHolds(Phase phase, long endsAt) implements WhyNot {}

        /** An hour offers too few lots. */
        record TooFewLots(long hour, long offeredLots, long neededLots) implements WhyNot {}

        /**
         * The lots are there at a higher limit.
         *
         * @param leastLimit the least one at which more would trade now
         * @param lots how many would then
         * @param askedLots how many are asked for
         * @param limitForAll the least limit at which all of them would trade now; 0 if so many are not on offer
         */
        record TooLowALimit(long limit, long leastLimit, long lots, long askedLots, long limitForAll)
                implements WhyNot {}

        /** The spot price is above the maximum. */
        record SpotPriceAbove(long maxTicks, long spotTicks) implements WhyNot {}

        /** No spot lot is idle in the running hour; the bid stands for the auction of the next one. */
        record NoIdleLots(long idleLots, long neededLots) implements WhyNot {}

        /**
         * Lots are idle, but the operator keeps them for a higher price than that of the running hour.
         *
         * @param offeredLots how many of the idle lots are offered at that price
         * @param neededLots how many the bid needs
         * @param spotTicks that price; 0 if there is none, because nothing is offered at any
         * @param reserveTicks the reserve of the lots needed; 0 if they are not offered at any price
         */
        record ReserveAbove(long offeredLots, long neededLots, long spotTicks, long reserveTicks) implements WhyNot {}
    }

    /**
     * A firm order or a spot bid.
     *
     * @param window empty for a spot bid
     * @param limit the limit, or the maximum of a spot bid; of a market order, the one that it was given
     * @param atMarket whether it was entered without a limit
     * @param expiresAt when a GTD order ends, 0 for any other
     * @param postOnly whether it was to be refused rather than trade at once
     * @param selfMatch what gives way when it meets its own group
     * @param filledLots lots it got; for a sell lot-hours sold; for a spot bid lots that run
     * @param value what its fills came to before fees; for a spot bid what it paid so far
     * @param hold what is still set aside for it
     * @param status open, or why it ended
     * @param whyNotFilled why an open buy does not trade now, or why one that had a single moment did not trade then
     */
    record OrderView(
            long orderId,
            String clientOrderId,
            Side side,
            Optional<DeliveryWindow> window,
            long lots,
            long limit,
            TimeInForce timeInForce,
            boolean allOrNone,
            boolean atMarket,
            long expiresAt,
            boolean postOnly,
            SelfMatch selfMatch,
            long enteredAt,
            long filledLots,
            long value,
            long hold,
            String status,
            List<OrderFill> fills,
            Optional<LeaseView> lease,
            Optional<WhyNot> whyNotFilled)
            implements View {}

    /**
     * A lease of a spot bid.
     *
     * @param lots that run
     * @param handedOverLots of these, in working order and paid
     * @param noticedLots that must be handed back
     * @param noticeEndsAt when, 0 if none must
     * @param noticeSeconds the notice it was promised when it started or was last renewed
     */
    record LeaseView(
            long lots,
            long handedOverLots,
            long startedAt,
            long ticks,
            long noticedLots,
            long noticeEndsAt,
            long noticeSeconds,
            long nextHourLots) {}

    /** The newest first. */
    record OrdersView(List<OrderView> orders) implements View {}

    /**
     * Wallet and titles of an account.
     *
     * @param tradedLotHours what its group bought and sold in the days that count for its tier
     * @param tier the number of that tier in the schedule of the pool, from 1
     */
    record AccountView(
            long account, long free, long held, long escrow, List<TitleView> titles, long tradedLotHours, int tier)
            implements View {}

    /** All wallets, without titles, and the fees that the exchange has collected. */
    record WalletsView(List<AccountView> wallets, long fees) implements View {}

    /** The oldest parcel first. */
    record DueView(List<Event.Delivery> deliveries) implements View {}

    /** Lots of an hour that an account holds, and how many of them it offers. */
    record TitleView(long hour, long lots, long offeredLots) {}

    /** Firm orders that rest, and spot bids that stand. */
    record OpenOrdersView(long firm, long spot) implements View {}

    /**
     * What a call would come to now; empty outside a call.
     *
     * @param hours those that would trade, ascending
     */
    record IndicativeView(Phase phase, CallReason reason, long endsAt, List<IndicativeHour> hours) implements View {}

    /**
     * One hour of a call that runs.
     *
     * @param ticks the price for everyone
     * @param lots that would trade
     * @param surplusLots offered at that price or below, and not taken
     */
    record IndicativeHour(long hour, long ticks, long lots, long surplusLots) {}

    /**
     * Three ways in which a buy would fill at once, each with everything else unchanged.
     *
     * @param leastLimit the least limit at which all its lots would trade, in ticks; 0 if so many are not on offer
     * @param mostLots the most lots that would trade at its limit; for an all-or-none buy, the largest number for which it
     *     could be entered
     * @param nearestStart the window of the same length, the nearest to its own and the earlier of two, in which all its lots
     *     would trade at its limit; empty if there is none
     */
    record CounterfactualView(long leastLimit, long mostLots, Optional<DeliveryWindow> nearestStart) implements View {}

    /**
     * The laws of clearing, checked on the live state.
     *
     * @param netDeposits deposits less withdrawals
     * @param wallets free, held and escrowed cash of all accounts
     * @param fees collected by the exchange
     * @param mintedLotHours titles that exist
     * @param heldLotHours of these, held by accounts
     * @param unsoldLotHours of these, unsold
     * @param violations a sentence for each law that does not hold; empty when all do
     */
    record BalanceView(
            long netDeposits,
            long wallets,
            long fees,
            long mintedLotHours,
            long heldLotHours,
            long unsoldLotHours,
            List<String> violations)
            implements View {}

    /**
     * Every order that rests, one by one.
     *
     * @param asks hour by hour, the cheapest first, among equals the one that came first
     * @param buys the dearest first, among equals the one that came first
     */
    record BookView(List<RestingView> asks, List<RestingView> buys) implements View {}

    /**
     * One order in the book; of a sell, one hour.
     *
     * @param ticks its limit
     * @param lots what is left of it
     */
    record RestingView(DeliveryWindow window, long ticks, long orderId, long account, long lots) {}

    /**
     * What the house can spend in a pool, and what it owes there. Nothing is owed while either of the two has anything.
     *
     * @param operatorFree in the operator's wallet: it earns what is delivered, and pays for what is bought back
     * @param damagesFree in the account that damages are paid from first
     * @param owed damages that neither could bear, the oldest first: so they are paid
     */
    record HouseFundsView(long operatorFree, long damagesFree, List<OwedView> owed) implements View {}

    /**
     * Damages that are owed.
     *
     * @param account to whom
     * @param amount what is left of them
     * @param hour the hour that was not delivered
     * @param parcel of which the lots are
     */
    record OwedView(long account, long amount, long hour, long parcel) {}
}
