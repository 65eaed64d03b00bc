package io.tidemark.exchange.pool;

import io.tidemark.exchange.pool.Event.CloseReason;
import java.util.List;
import java.util.Optional;

/**
 * Spot bids and their leases, as values.
 *
 * @param hourTicks the price of the running hour, negative if it has none
 * @param nextTicks that of the next one
 * @param nextSupply the lots that the last auction was of
 * @param bids those that are remembered, ascending by id
 * @param notices in the order in which they were given
 */
public record SpotSnapshot(long hourTicks, long nextTicks, long nextSupply, List<Bid> bids, List<Notice> notices) {
    /**
     * One bid and the lease it has, if it has one.
     *
     * @param bid as it was entered
     * @param nextHold set aside for the next hour, micro-dollars
     * @param hourHold set aside for the hour that runs
     * @param stints what runs, the newest last
     * @param billedLotMillis lot-milliseconds of this hour that are over and to be paid
     * @param closed empty while it is open
     * @param answers what its client order id was answered with
     */
    public record Bid(
            long id,
            Command.SubmitSpotBid bid,
            long enteredAt,
            long nextHold,
            long hourHold,
            long startedAt,
            long noticeSeconds,
            long award,
            long paidSoFar,
            List<Stint> stints,
            long billedLotMillis,
            Optional<CloseReason> closed,
            long endedAt,
            List<OrdersSnapshot.FirstAnswer> answers) {}

    /**
     * Lots that run.
     *
     * @param since when they were handed over; {@link Long#MAX_VALUE} if they were not yet
     */
    public record Stint(long lots, long since) {}

    /** Lots that go back at an instant. */
    public record Notice(long bidId, long account, long lots, long endsAt) {}
}
