package io.tidemark.exchange.notice;

import io.tidemark.exchange.contract.PoolId;
import java.util.OptionalLong;

/**
 * One thing that a holder must hear.
 *
 * @param leaseId what the holder knows the lots by, as {@link LeaseId} has it
 * @param firm whether they are the lots of an hour, and not of a spot bid
 * @param sequence of the command in the pool's log that it comes from
 * @param index among the events of that command
 * @param at when that was, epoch milliseconds of market time
 * @param lots it is about
 * @param reason why, as a name that stays: {@code SHORTAGE} for firm lots at risk, {@code INTERNAL_DEMAND} for
 *     spot lots at risk, {@code CURTAILED}, {@code NOT_DELIVERED}, {@code READY}, or that of a {@link io.tidemark.exchange.pool.Event.LeaseEnd}
 * @param endsAt when the lots are to be back, or, of a firm hour, when the hour begins or ended; epoch milliseconds;
 *     empty where nothing ends
 */
public record HolderNotice(
        Happening happening,
        PoolId pool,
        long account,
        String leaseId,
        boolean firm,
        long sequence,
        int index,
        long at,
        long lots,
        String reason,
        OptionalLong endsAt) {
    /** The same each time that it is told, over every channel: {@code B200X8.PRN1-901-2}. */
    public String id() {
        return pool + "-" + sequence + "-" + index;
    }
}
