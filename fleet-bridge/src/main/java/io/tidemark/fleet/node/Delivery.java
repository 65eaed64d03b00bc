package io.tidemark.fleet.node;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.Access;
import io.tidemark.fleet.driver.LeaseKey;
import java.util.OptionalLong;

/**
 * What an account is to have.
 *
 * @param version rises with every change of the same key, such as a journal sequence or a plan's generation: a lower one
 *     than was seen is late and ignored, the same one is the same delivery
 * @param lots in all, not in addition; 0 ends it
 * @param whole a gang: all lots are handed over together or none is
 * @param from when they are due, epoch milliseconds; the way there begins earlier
 * @param until when they end, epoch milliseconds; empty for a lease that ends when somebody says so
 * @param access written to a node when it is deployed. A machine that is kept from one hour to the next is not deployed
 *     anew, and keeps the access it has
 */
public record Delivery(
        LeaseKey key, long version, int lots, boolean whole, long from, OptionalLong until, Access access) {
    public Delivery {
        if (key.kind() == LeaseKey.Kind.HOUSE) {
            throw new IllegalArgumentException("the house is no tenant");
        }
        if (lots < 0) {
            throw new IllegalArgumentException("lots must not be negative: " + lots);
        }
        if (until.isPresent() && until.getAsLong() <= from) {
            throw new IllegalArgumentException("ends at " + until.getAsLong() + ", not after " + from);
        }
    }

    /** An account's titles to an hour. */
    public static Delivery firm(PoolId pool, long account, long hour, long version, int lots, Access access) {
        return new Delivery(
                LeaseKey.firm(pool, account, hour),
                version,
                lots,
                false,
                Hours.startMillis(hour),
                OptionalLong.of(Hours.startMillis(hour + 1)),
                access);
    }

    /** A spot bid that has won so many lots from an instant on. */
    public static Delivery spot(
            PoolId pool, long account, long bidId, long version, int lots, boolean gang, long from, Access access) {
        return new Delivery(
                LeaseKey.spot(pool, account, bidId), version, lots, gang, from, OptionalLong.empty(), access);
    }

    /** Whether it is the same, but for the access if that of the other was let go of. */
    boolean isSameAs(Delivery before) {
        return before.access.equals(Access.FORGOTTEN)
                ? before.equals(new Delivery(key, version, lots, whole, from, until, Access.FORGOTTEN))
                : before.equals(this);
    }

    PoolId pool() {
        return key.pool();
    }

    long account() {
        return key.account();
    }
}
