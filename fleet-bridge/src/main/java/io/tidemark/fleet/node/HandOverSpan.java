package io.tidemark.fleet.node;

import io.tidemark.fleet.driver.LeaseKey;
import java.util.OptionalLong;

/**
 * From when until when a lot was healthy in its holder's hands: what the meter counts, once it has cut it to the hour.
 *
 * @param lot its NVLink domain
 * @param readyAt epoch milliseconds; may lie before the delivery's start
 * @param until when it was lost or handed back, epoch milliseconds; empty while it lasts
 */
public record HandOverSpan(LeaseKey key, String lot, long readyAt, OptionalLong until) {
    /** How many milliseconds of {@code [from, to)} it was delivered, as far as is known at {@code to}. */
    public long deliveredMillis(long from, long to) {
        return Math.max(0, Math.min(until.orElse(to), to) - Math.max(readyAt, from));
    }
}
