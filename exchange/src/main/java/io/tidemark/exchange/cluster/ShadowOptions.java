package io.tidemark.exchange.cluster;

import java.time.Duration;

/**
 * When a shadow replica writes snapshots; {@link #DEFAULTS} is right unless measured otherwise.
 *
 * @param everyCommands of a pool, or sooner by {@code every}; this many are replayed at most once the shadow is up to date
 * @param every how long a command waits, in real time, until a snapshot covers it
 * @param keep how many snapshots of each pool are kept
 * @param compareEvery how often, in real time, a snapshot also waits for the hash of the live pool; for that the pool is
 *     held for as long as hashing it takes, so not at each
 */
public record ShadowOptions(long everyCommands, Duration every, int keep, Duration compareEvery) {
    public static final ShadowOptions DEFAULTS =
            new ShadowOptions(1_000_000, Duration.ofMinutes(5), 3, Duration.ofHours(1));

    public ShadowOptions {
        if (everyCommands < 1) {
            throw new IllegalArgumentException("everyCommands must be 1 or more: " + everyCommands);
        }
        if (keep < 1) {
            throw new IllegalArgumentException("keep must be 1 or more: " + keep);
        }
        if (every.isNegative() || compareEvery.isNegative()) {
            throw new IllegalArgumentException("durations must not be negative: " + every + ", " + compareEvery);
        }
    }
}
