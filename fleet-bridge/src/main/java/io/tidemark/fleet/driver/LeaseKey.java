package io.tidemark.fleet.driver;

import io.tidemark.exchange.contract.PoolId;
import java.util.Locale;

/**
 * What a lease is called everywhere, at the backends too: the key that makes doing it twice doing it once.
 *
 * @param account whose, 0 for the house
 * @param id the epoch hour of a firm lease, the bid of a spot lease, 0 for the house
 */
public record LeaseKey(Kind kind, PoolId pool, long account, long id) implements Comparable<LeaseKey> {
    /** What a lease comes from. */
    public enum Kind {
        /** Titles to an hour. */
        FIRM,
        /** A winning spot bid. */
        SPOT,
        /** No tenant: the fleet's own work on a node, such as the first fence and the first sanitizing. */
        HOUSE
    }

    /** An account's firm lots in an hour. */
    public static LeaseKey firm(PoolId pool, long account, long hour) {
        return new LeaseKey(Kind.FIRM, pool, account, hour);
    }

    /** A spot bid's lots. */
    public static LeaseKey spot(PoolId pool, long account, long bidId) {
        return new LeaseKey(Kind.SPOT, pool, account, bidId);
    }

    /** The fleet's own work in a pool. */
    public static LeaseKey house(PoolId pool) {
        return new LeaseKey(Kind.HOUSE, pool, 0, 0);
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException if it is no such text
     */
    public static LeaseKey parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("not a lease: '" + text + "'");
        }
        return new LeaseKey(
                Kind.valueOf(parts[0].toUpperCase(Locale.ROOT)),
                PoolId.parse(parts[1]),
                Long.parseLong(parts[2]),
                Long.parseLong(parts[3]));
    }

    @Override
    public int compareTo(LeaseKey other) {
        int byKind = kind.compareTo(other.kind);
        if (byKind != 0) {
            return byKind;
        }
        int byPool = pool.compareTo(other.pool);
        if (byPool != 0) {
            return byPool;
        }
        int byId = Long.compare(id, other.id);
        return byId != 0 ? byId : Long.compare(account, other.account);
    }

    /** Such as {@code "firm:B200X8.PRN1:7:498761"}: kind, pool, account, hour or bid. */
    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + ":" + pool + ":" + account + ":" + id;
    }
}
