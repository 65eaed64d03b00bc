package io.tidemark.exchange.pool;

import io.tidemark.exchange.book.SelfMatch;
import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.spot.Tranche;
import java.util.List;
import java.util.Optional;

/**
 * Everything that can be asked of a pool. Prices are ticks per GPU-hour, money is micro-dollars, hours are epoch hours.
 *
 * <p>The order and the components of these records are the journal's format; a golden file in the tests pins them.
 */
public sealed interface Command
        permits Command.OpenMarket,
                Command.OpenAccount,
                Command.Credit,
                Command.Debit,
                Command.SubmitOrder,
                Command.SubmitSpotBid,
                Command.FundAndSubmit,
                Command.FundAndBid,
                Command.Replace,
                Command.FundAndReplace,
                Command.Sweep,
                Command.Cancel,
                Command.MassCancel,
                Command.BuyBack,
                Command.Curtail,
                Command.SetCapacity,
                Command.OfferSupply,
                Command.PublishRules,
                Command.ActivateRules,
                Command.MeterHour,
                Command.HandOver,
                Command.Tick,
                Command.Halt,
                Command.Resume,
                Command.WarnOfNeed {
    /** The first command of a pool: opens its market with an opening call. */
    record OpenMarket(MarketRules rules) implements Command {}

    /** Gives an account a wallet; {@code group} names the accounts that never trade with each other. */
    record OpenAccount(long account, long group) implements Command {}

    /**
     * Moves cash into the pool wallet of an account.
     *
     * @param transfer ascending per account; one that was seen before changes nothing
     */
    record Credit(long account, long transfer, long amount) implements Command {}

    /** Moves free cash out of the pool wallet; as {@link Credit}. */
    record Debit(long account, long transfer, long amount) implements Command {}

    /**
     * Enters a firm order.
     *
     * @param clientOrderId unique per account; a repetition gets the first answer again
     * @param limit for a buy the most, for a sell the least, per GPU-hour, averaged over the window for a buy; {@link
     *     #AT_MARKET} for whatever the dynamic band allows
     * @param expiresAt when a GTD order dies, epoch milliseconds; 0 for any other
     * @param postOnly whether it is refused rather than trade at once
     * @param selfMatch what gives way when it meets its own group
     */
    record SubmitOrder(
            long account,
            String clientOrderId,
            Side side,
            DeliveryWindow window,
            long lots,
            long limit,
            TimeInForce timeInForce,
            boolean allOrNone,
            long expiresAt,
            boolean postOnly,
            SelfMatch selfMatch)
            implements Command {
        /** In the place of a limit: a market order. No price is negative, so that nobody asks for it by mistake. */
        public static final long AT_MARKET = -1;

        /** An order with nothing special about it. */
        public SubmitOrder(
                long account,
                String clientOrderId,
                Side side,
                DeliveryWindow window,
                long lots,
                long limit,
                TimeInForce timeInForce,
                boolean allOrNone) {
            this(
                    account,
                    clientOrderId,
                    side,
                    window,
                    lots,
                    limit,
                    timeInForce,
                    allOrNone,
                    0,
                    false,
                    SelfMatch.CANCEL_RESTING);
        }

        public boolean isAtMarket() {
            return limit == AT_MARKET;
        }
    }

    /** Enters an evergreen spot bid; {@code gang} means all of its lots or none. */
    record SubmitSpotBid(long account, String clientOrderId, long lots, long maxTicks, boolean gang)
            implements Command {}

    /** Moves cash into the wallet and enters an order in one step, so that no crash lies between the two. */
    record FundAndSubmit(Credit credit, SubmitOrder order) implements Command {}

    /** As {@link FundAndSubmit}, for a spot bid. */
    record FundAndBid(Credit credit, SubmitSpotBid bid) implements Command {}

    /**
     * Gives an open firm order another total or another limit; its window stays. Less of it at the same limit keeps its
     * place; anything else, the same limit entered again too, is a new entry behind all others at its limit.
     *
     * @param clientOrderId of this replacement, unique per account like that of an order; the order answers to it as well
     * @param lots the new total, what is filled already included; an order that has got so much ends
     */
    record Replace(long account, long orderId, String clientOrderId, long lots, long limit) implements Command {
        /** Whether the order stays in its place: only its quantity falls. */
        boolean keepsPriorityOf(SubmitOrder standing) {
            return limit == standing.limit() && lots < standing.lots();
        }
    }

    /** As {@link FundAndSubmit}, for a replacement that sets more aside. */
    record FundAndReplace(Credit credit, Replace replacement) implements Command {}

    /** Moves all free cash of an account out of the pool, unless something of it is open. */
    record Sweep(long account) implements Command {
        /** In the place of a transfer number: nobody outside asked for so much, the pool itself says how much it was. */
        public static final long TRANSFER = 0;
    }

    /** Takes back what still rests of an order, or ends a spot bid and its lease. */
    record Cancel(long account, long orderId) implements Command {}

    /**
     * Takes back what rests of an account: all of it, or of one side, or of the orders whose window touches some hours.
     *
     * @param spot whether its spot bids and their leases end too; only where neither side nor hours are named
     */
    record MassCancel(long account, Optional<Side> side, Optional<DeliveryWindow> hours, boolean spot)
            implements Command {}

    /**
     * The operator bids in the book for titles that it has sold, to burn them. What it does not get at once is dropped.
     *
     * @param limit the most per GPU-hour and strip, in ticks, up to the ceiling of the rules
     */
    record BuyBack(DeliveryWindow window, long lots, long limit) implements Command {}

    /**
     * Emergency: firm titles are taken back, the latest trade first, gangs whole, so that so many lots are freed in each
     * hour. It takes two people.
     *
     * @param declaredBy who says so
     * @param confirmedBy who agrees: somebody else
     */
    record Curtail(DeliveryWindow hours, long lots, String declaredBy, String confirmedBy) implements Command {}

    /**
     * What can be delivered from an hour on. Less than before is a need: it is worked off from unsold titles, idle spot
     * lots and spot leases, in that order.
     *
     * @param lots one figure for each hour from {@code fromHour}; the last holds for all later hours
     */
    record SetCapacity(long fromHour, List<Long> lots) implements Command {}

    /** The operator's supply of firm hours. It enters at the next release call and replaces what still rests. */
    record OfferSupply(List<HourSupply> hours) implements Command {}

    /**
     * What the pricing rules published.
     *
     * @param evidence what it was made of, for whoever makes it again
     */
    record PublishRules(RuleSheet sheet, Evidence evidence) implements Command {
        /** A sheet that nobody computed. */
        public PublishRules(RuleSheet sheet) {
            this(sheet, Evidence.none());
        }
    }

    /**
     * From here on another rule set prices the pool; it changes nothing by itself.
     *
     * @param activation who answers for it
     */
    record ActivateRules(RuleActivation activation) implements Command {}

    /**
     * The meter's word on an hour that is over. Parcels that are not named were delivered for all of it.
     *
     * @param shortfalls parcels that were not
     */
    record MeterHour(long hour, List<Reading> shortfalls) implements Command {}

    /**
     * The fleet's word on a spot lease: so many of its lots are in working order from now on, and are paid for.
     *
     * @param lots all of them together, not only the new ones
     */
    record HandOver(long bidId, long lots) implements Command {}

    /** Nothing but the passage of time. */
    record Tick() implements Command {}

    /** Stops all trading; cancels still work. */
    record Halt() implements Command {}

    /** Ends a halt with a call. */
    record Resume() implements Command {}

    /**
     * So many lots of the running hour may be asked back soon. It changes nothing, and whether they are is another
     * command, {@link SetCapacity}: those whose leases it would take now are told, {@link Event.SpotAtRisk}.
     *
     * @param lots by how many its capacity may fall, from 1 up
     */
    record WarnOfNeed(long lots) implements Command {}

    /**
     * One hour of operator supply.
     *
     * @param firmLots how many titles of the hour should exist, sold ones included
     * @param ladder asks for the unsold ones, cheapest first
     */
    record HourSupply(long hour, long firmLots, List<Tranche> ladder) {}

    /** Seconds that a parcel was delivered in an hour, 0 to 3,600. */
    record Reading(long parcel, int deliveredSeconds) {}
}
