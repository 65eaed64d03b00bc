package io.tidemark.exchange.pool;

import io.tidemark.exchange.book.BookSnapshot;
import io.tidemark.exchange.clearing.ClearingSnapshot;
import java.util.List;

/**
 * A pool between two commands, as values: everything that a later command, timer or question can depend on, and nothing
 * that follows from the rest. The same state has one snapshot, however it came about; every list has an order of its own
 * that is told here, and none that of a hash map.
 *
 * <p>{@link PoolSnapshots} has the bytes of it.
 *
 * @param pool such as {@code "B200X8.PRN1"}
 * @param sequence of the last command
 * @param transfers the last one of each account that had any, ascending by account
 * @param damagesOwed the oldest first
 */
public record PoolSnapshot(
        String pool,
        long sequence,
        NextHours nextHours,
        Market market,
        Call call,
        List<Transfer> transfers,
        OrdersSnapshot orders,
        SpotSnapshot spot,
        Supply supply,
        List<Debt> damagesOwed,
        BookSnapshot book,
        ClearingSnapshot clearing) {
    /** The hours that are gated, auctioned and begun next; {@link Long#MAX_VALUE} before the market is open. */
    public record NextHours(long gate, long auction, long start) {}

    /**
     * What all desks share. Fair values are those of the sheet.
     *
     * @param time market time of the last command, epoch milliseconds
     * @param lastId the last number that was given to an order, a bid, a trade or a supply
     * @param capacity each entry holds until the next one; ascending by hour
     * @param lastPrices ascending by hour
     * @param index ascending by hour
     * @param groups ascending by number
     * @param standings of the groups that traded or entered orders lately, ascending by number
     */
    public record Market(
            long time,
            MarketRules rules,
            RuleSheet sheet,
            Phase phase,
            long firstOpenHour,
            long listedUntil,
            long lastId,
            List<HourLots> capacity,
            List<LastPrice> lastPrices,
            List<IndexSum> index,
            List<Group> groups,
            List<GroupStanding> standings) {}

    /** Lots that can be delivered from an hour on. */
    public record HourLots(long hour, long lots) {}

    /** The last price of an hour, in ticks per GPU-hour. */
    public record LastPrice(long hour, long ticks) {}

    /** What the index of an hour is the quotient of. */
    public record IndexSum(long hour, long ticksTimesLots, long lots) {}

    /** Accounts that belong together, in the order in which they joined. */
    public record Group(long group, List<Long> accounts) {}

    /**
     * How a group behaved lately.
     *
     * @param days those with trades, ascending
     * @param usedMicros how far ahead of the snapshot's time its rate of orders is used up, microseconds
     */
    public record GroupStanding(long group, List<DayTraded> days, long usedMicros) {}

    /** What a group bought and sold on a UTC day, lot-hours; days count from the epoch. */
    public record DayTraded(long day, long lotHours) {}

    /** The call that runs or ran last, and when the last one was held for volatility: {@link Long#MIN_VALUE} if never. */
    public record Call(CallReason reason, long earliestEnd, long end, long lastVolatilityCall) {}

    /** The last transfer of an account that was carried out. */
    public record Transfer(long account, long number) {}

    /**
     * The operator's supply that is not in the book yet.
     *
     * @param waiting ascending by hour
     * @param told shortages that were told, ascending by hour
     * @param callAt when it calls for a call of its own, or {@link Long#MAX_VALUE}
     */
    public record Supply(List<Command.HourSupply> waiting, List<Shortage> told, long callAt) {}

    /** More firm lots of an hour sold than can be delivered. */
    public record Shortage(long hour, long soldLots, long capacityLots) {}

    /** Damages that nobody could pay yet, micro-dollars. */
    public record Debt(long hour, long parcel, long account, long amount) {}
}
