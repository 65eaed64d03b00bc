package io.tidemark.exchange.pool;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.clearing.LegSettlement;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.spot.Tranche;
import java.util.List;

/**
 * Everything that can happen in a pool. Prices are ticks per GPU-hour, money is micro-dollars, hours are epoch hours,
 * instants epoch milliseconds of market time.
 *
 * <p>The order and the components of these records are the journal's format; a golden file in the tests pins them.
 */
public sealed interface Event
        permits Event.MarketOpened,
                Event.AccountOpened,
                Event.WalletCredited,
                Event.WalletDebited,
                Event.OrderEntered,
                Event.OrderReplaced,
                Event.Traded,
                Event.AskClosed,
                Event.OrderClosed,
                Event.PhaseChanged,
                Event.Uncrossed,
                Event.ParadoxicallyRejected,
                Event.HoursListed,
                Event.HourGated,
                Event.CapacityChanged,
                Event.SupplyAnnounced,
                Event.SupplyEntered,
                Event.SupplyWithdrawn,
                Event.NeedWorkedOff,
                Event.FirmAtRisk,
                Event.RulesPublished,
                Event.RulesActivated,
                Event.HourSettled,
                Event.SpotBidEntered,
                Event.SpotFunded,
                Event.SpotBidClosed,
                Event.SpotPriced,
                Event.SpotAwarded,
                Event.LeaseRuns,
                Event.LeaseHandedOver,
                Event.LeaseNoticed,
                Event.LeaseEnded,
                Event.LeasePaid,
                Event.HourIndexed,
                Event.DamagesAwarded,
                Event.DamagesCaughtUp,
                Event.Curtailed,
                Event.BoughtBack,
                Event.LeaseEnding,
                Event.SpotAtRisk {
    record MarketOpened(MarketRules rules) implements Event {}

    record AccountOpened(long account, long group) implements Event {}

    /** Cash came into a pool wallet; {@code transfer} is the number it was given outside. */
    record WalletCredited(long account, long transfer, long amount) implements Event {}

    /** Cash left a pool wallet; {@code transfer} is the number it was given outside, 0 for a sweep. */
    record WalletDebited(long account, long transfer, long amount) implements Event {}

    record OrderEntered(
            long orderId,
            long account,
            String clientOrderId,
            Side side,
            DeliveryWindow window,
            long lots,
            long limit,
            TimeInForce timeInForce,
            boolean allOrNone,
            long hold)
            implements Event {}

    /**
     * An open order has other terms. A sell that keeps its place has in each hour what it had, or what the new total
     * leaves if that is less; one that lost its place is in the book again with all that the new total leaves.
     *
     * @param lots the new total
     * @param hold what is set aside for the rest of it
     * @param released the part of the former hold that is free again; negative if more was set aside
     */
    record OrderReplaced(
            long orderId,
            long account,
            String clientOrderId,
            long lots,
            long limit,
            boolean keptPriority,
            long hold,
            long released)
            implements Event {}

    /**
     * A rectangle changed hands.
     *
     * @param lots in every hour of the window
     * @param cost what the legs come to; it moves from the buyer's hold to the buyer's escrow
     * @param buyerFee taken from the buyer's hold now
     * @param released the part of the buyer's hold that is free again
     */
    record Traded(
            long tradeId,
            TradeKind kind,
            long orderId,
            long account,
            DeliveryWindow window,
            long lots,
            List<SoldLeg> legs,
            long cost,
            long buyerFee,
            long released)
            implements Event {}

    /**
     * Lots of one hour from one seller.
     *
     * @param escrowReleased on a resale, how much of the seller's own escrow is free again; the buyer's takes its place
     */
    record SoldLeg(long hour, long sellerOrderId, long seller, long lots, long ticks, long escrowReleased) {}

    /** How a trade came about. */
    enum TradeKind {
        CONTINUOUS,
        CALL,
        RESUME_SWEEP
    }

    /** One hour of a sell order left the book unsold. */
    record AskClosed(long orderId, long account, long hour, long lots, CloseReason reason) implements Event {}

    /** Nothing of an order rests any more. */
    record OrderClosed(long orderId, long account, CloseReason reason, long released) implements Event {}

    /** Why an order, an ask or a bid ended. */
    enum CloseReason {
        FILLED,
        CANCELLED,
        NOT_FILLED_AT_ONCE,
        GATE,
        SELF_MATCH,
        /** The instant of a GTD order has come. */
        EXPIRED,
        /** What was left would have traded outside the dynamic band. */
        OUTSIDE_BAND,
        WITHDRAWN,
        UNFUNDED
    }

    /** The pool is in another phase; {@code endsAt} is 0 where no end is set. */
    record PhaseChanged(Phase phase, CallReason reason, long endsAt) implements Event {}

    /** A call ended at these prices. */
    record Uncrossed(CallReason reason, List<HourPrice> prices) implements Event {}

    /** One price for everyone in an hour, and how many lots traded at it. */
    record HourPrice(long hour, long ticks, long lots) {}

    /** An order that the call left out although the final prices are inside its limit. */
    record ParadoxicallyRejected(long orderId, long account, long bindingHour) implements Event {}

    /** Hours up to, and not including, {@code untilHour} are listed. */
    record HoursListed(long untilHour) implements Event {}

    /**
     * An hour stopped trading; unsold titles were burned and become spot.
     *
     * @param plan who gets how many lots in the hour: nothing can change hands any more
     */
    record HourGated(long hour, long soldLots, long burnedLots, List<Delivery> plan) implements Event {}

    /** Lots of one parcel that are due to its holder in an hour. */
    record Delivery(long parcel, long account, long lots, boolean allOrNone) {}

    record CapacityChanged(long fromHour, List<Long> lots) implements Event {}

    /** Operator supply that waits for a call. */
    record SupplyAnnounced(long hours, long callAt) implements Event {}

    /** Operator supply stands in the book. */
    record SupplyEntered(long orderId, long hour, long mintedLots, List<Tranche> ladder) implements Event {}

    /** Unsold titles were taken back. */
    record SupplyWithdrawn(long hour, long lots) implements Event {}

    /**
     * Internal demand returned, and how the need was met.
     *
     * @param needLots by how much the capacity of the running hour fell
     * @param titleHours unsold titles withdrawn, in lot-hours over all hours
     * @param idleLots met from idle spot lots
     * @param leaseLots met from spot leases, after their notice
     * @param unmetLots not met: firm holders stand in the way
     * @param readyAt when the last of them is free to be sanitized
     */
    record NeedWorkedOff(long needLots, long titleHours, long idleLots, long leaseLots, long unmetLots, long readyAt)
            implements Event {}

    /**
     * More firm titles are sold in an hour than can be delivered. Said when the figures of an hour change, and again when
     * such an hour starts.
     *
     * @param lastInLine whose lots these are if it stays so: what a curtailment would take, the latest trade first
     */
    record FirmAtRisk(long hour, long soldLots, long capacityLots, List<Delivery> lastInLine) implements Event {}

    record RulesPublished(RuleSheet sheet) implements Event {}

    /** Another rule set prices from here on. */
    record RulesActivated(RuleActivation activation) implements Event {}

    record HourSettled(long hour, List<LegSettlement> legs, long fees) implements Event {}

    /**
     * The compute hour index of an hour stands, said at its gate if anything counted: the average price of what traded
     * in the last 24 hours.
     *
     * @param microDollarsPerGpuHour weighted by lots, rounded down
     * @param lots how many it averages
     */
    record HourIndexed(long hour, long microDollarsPerGpuHour, long lots) implements Event {}

    /**
     * Lots of an hour were not delivered, and their holder is paid more than its money back. Prices are micro-dollars
     * per GPU-hour.
     *
     * @param deliveredSeconds of the hour, 0 to 3,600
     * @param base what the damages are measured by: the holder's own price, or the index of the hour if that is lower
     * @param replacement what such a lot costs now
     * @param amount what is due
     * @param fromDamages paid from the damages account
     * @param fromOperator paid from the operator's own wallet
     * @param unpaid the rest, which is owed
     */
    record DamagesAwarded(
            long hour,
            long parcel,
            long account,
            long lots,
            int deliveredSeconds,
            long base,
            long replacement,
            long amount,
            long fromDamages,
            long fromOperator,
            long unpaid)
            implements Event {}

    /**
     * Damages that were owed are paid now.
     *
     * @param unpaid what is still owed of them
     */
    record DamagesCaughtUp(long hour, long parcel, long account, long fromDamages, long fromOperator, long unpaid)
            implements Event {}

    /**
     * Firm titles of an hour were taken from their holders and burned; every sale of them is undone.
     *
     * @param lots how many were to be freed
     * @param taken what was taken, the latest trade first; more than was to be freed only where a gang went as a whole
     * @param legs every sale of it, settled as not delivered
     * @param fees the change of the fees collected: what was given back of them is below zero
     * @param declaredBy who said so
     * @param confirmedBy who agreed
     */
    record Curtailed(
            long hour,
            long lots,
            List<Delivery> taken,
            List<LegSettlement> legs,
            long fees,
            String declaredBy,
            String confirmedBy)
            implements Event {}

    /**
     * The operator has burned titles that it bought, in the trade just told of.
     *
     * @param lots in every hour of the window
     * @param legs every sale of them, settled as delivered
     * @param fees collected in doing so
     */
    record BoughtBack(long tradeId, DeliveryWindow window, long lots, List<LegSettlement> legs, long fees)
            implements Event {}

    record SpotBidEntered(
            long bidId, long account, String clientOrderId, long lots, long maxTicks, boolean gang, long hold)
            implements Event {}

    /** One more hour at the maximum was set aside for a bid. */
    record SpotFunded(long bidId, long account, long hold) implements Event {}

    record SpotBidClosed(long bidId, long account, CloseReason reason, long released) implements Event {}

    /** The spot auction of an hour. */
    record SpotPriced(long hour, long ticks, long supplyLots, long awardedLots) implements Event {}

    /** What the auction says to a bid: so many lots in the coming hour, 0 for none. */
    record SpotAwarded(long bidId, long account, long hour, long lots, long ticks) implements Event {}

    /** A lease has so many lots from now on. */
    record LeaseRuns(long bidId, long account, long lots, long ticks, long startedAt) implements Event {}

    /** So many lots of a lease are in working order, and paid for, from now on. */
    record LeaseHandedOver(long bidId, long account, long lots) implements Event {}

    /** Lots must be handed back at {@code endsAt}; the notice is free of charge. */
    record LeaseNoticed(long bidId, long account, long lots, long endsAt, boolean hourFree) implements Event {}

    /**
     * The auction of the coming hour has left a lease fewer lots than it runs: so many are handed back at {@code endsAt},
     * and paid for until then.
     */
    record LeaseEnding(long bidId, long account, long lots, long endsAt, LeaseEnd why) implements Event {}

    /** Lots are handed back now. */
    record LeaseEnded(long bidId, long account, long lots, LeaseEnd why) implements Event {}

    /** Why a lease ended. */
    enum LeaseEnd {
        OUTBID,
        RECLAIMED,
        RELEASED,
        UNFUNDED,
        /** The hour has fewer spot lots than the lease ran: even alone it could not have kept them. */
        NO_SUPPLY
    }

    /**
     * Internal work may ask lots back soon, and these leases would be given notice if it did so now. Nothing is decided:
     * no notice runs, everything is paid as before, and if the need passes, nothing more is said of it.
     *
     * @param lots by how many the capacity of the running hour may fall
     * @param leases ascending by bid; what nobody has, or is on its way back, comes first, so they may be fewer lots
     */
    record SpotAtRisk(long lots, List<LeaseLots> leases) implements Event {}

    /** So many of the lots that a lease runs. */
    record LeaseLots(long bidId, long account, long lots) {}

    /** An hour, or what ran of it, was paid from its hold. */
    record LeasePaid(long bidId, long account, long hour, long lotMillis, long ticks, long paid, long released)
            implements Event {}
}
