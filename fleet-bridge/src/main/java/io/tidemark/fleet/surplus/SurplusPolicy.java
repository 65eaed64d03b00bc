package io.tidemark.fleet.surplus;

import io.tidemark.exchange.contract.Sku;
import java.time.Duration;

/**
 * How willing the operator is to let lots go, and how quickly it wants them back.
 *
 * <p>Releasing must be much slower than reclaiming: a release that is regretted costs somebody a lease, a release that
 * comes late costs an hour's rent.
 *
 * @param bufferLots headroom: spare lots that are not offered, so that an upswing of internal work meets idle machines and
 *     not somebody's lease; only what exceeds them is released, and work that moves into them asks nothing back; never
 *     negative
 * @param turnoverReserveLots spare lots kept out of what is offered, so that a lot that changes holder on the hour has a
 *     clean one to take its place while it is in turnaround; never negative
 * @param release T_release: how long a surplus must have stood before it is offered; longer than {@code reclaim}
 * @param reclaim T_reclaim: how long a shortfall must have stood before lots are asked back; zero asks at once
 * @param turnaround sanitizing and deploying: how long after its release a lot is first usable
 * @param staleAfter the oldest reading, and the longest silence between two, that still counts as having watched;
 *     positive, and no longer than {@code release}
 */
public record SurplusPolicy(
        long bufferLots,
        long turnoverReserveLots,
        Duration release,
        Duration reclaim,
        Duration turnaround,
        Duration staleAfter) {
    private static final Duration LONGEST = Duration.ofDays(7);

    /** The first 5 % of headroom removes most of the one-hour reclaims on real traces. */
    private static final long LOTS_PER_BUFFER_LOT = 20;

    /** One lot in fifty: a guess until the turnover of real holders has been seen. */
    private static final long LOTS_PER_RESERVE_LOT = 50;

    private static final Duration USUAL_RELEASE = Duration.ofMinutes(30);
    private static final Duration USUAL_RECLAIM = Duration.ofMinutes(5);
    private static final Duration USUAL_STALE_AFTER = Duration.ofMinutes(10);

    public SurplusPolicy {
        requireLots("buffer", bufferLots);
        requireLots("turnover reserve", turnoverReserveLots);
        requireSpan("release", release);
        requireSpan("reclaim", reclaim);
        requireSpan("turnaround", turnaround);
        requireSpan("stale after", staleAfter);
        if (release.compareTo(reclaim) <= 0) {
            throw new IllegalArgumentException("release must be longer than reclaim: " + release + ", " + reclaim);
        }
        if (staleAfter.isZero() || staleAfter.compareTo(release) > 0) {
            throw new IllegalArgumentException(
                    "stale after must be positive and no longer than release (" + release + "): " + staleAfter);
        }
    }

    /**
     * The defaults for a pool: a buffer of 5 % and a turnover reserve of 2 % of its lots, both rounded up; 30 minutes to
     * release, 5 to reclaim, 10 until a reading is stale; a turnaround of 20 minutes for a server and 45 for a rack.
     *
     * @param lots lots of the pool, never negative
     */
    public static SurplusPolicy forPool(Sku sku, long lots) {
        requireLots("pool", lots);
        return new SurplusPolicy(
                Math.floorDiv(lots + LOTS_PER_BUFFER_LOT - 1, LOTS_PER_BUFFER_LOT),
                Math.floorDiv(lots + LOTS_PER_RESERVE_LOT - 1, LOTS_PER_RESERVE_LOT),
                USUAL_RELEASE,
                USUAL_RECLAIM,
                usualTurnaround(sku),
                USUAL_STALE_AFTER);
    }

    /** Sanitizing and deploying a lot, as long as it usually takes. */
    public static Duration usualTurnaround(Sku sku) {
        return switch (sku) {
            case B200X8 -> Duration.ofMinutes(20);
            case GB200R64, GB300R64 -> Duration.ofMinutes(45);
        };
    }

    /**
     * A share of a pool in lots, rounded up; what binary fractions add to a decimal one does not count.
     *
     * @param share from 0 to 1
     */
    public static long lotsOf(double share, long lots) {
        return (long) Math.ceil(share * lots - 1e-9);
    }

    /** What internal work does not use or wait for, less the turnover reserve; never negative. */
    public long spare(DemandSnapshot reading) {
        return spare(reading.totalLots(), reading.internalLots() + reading.pendingLots());
    }

    /** What a demand leaves of a pool, less the turnover reserve and the headroom; never negative. */
    public long spareBeyondHeadroom(long totalLots, long wantedLots) {
        return Math.max(0, spare(totalLots, wantedLots) - bufferLots);
    }

    /** What a demand leaves of a pool, less the turnover reserve; never negative. */
    public long spare(long totalLots, long wantedLots) {
        return Math.max(0, totalLots - wantedLots - turnoverReserveLots);
    }

    private static void requireLots(String what, long lots) {
        // The bound keeps every sum of a few counts inside a long.
        if (lots < 0 || lots > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(what + " lots must be from 0 to " + Integer.MAX_VALUE + ": " + lots);
        }
    }

    private static void requireSpan(String what, Duration span) {
        if (span.isNegative() || span.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(what + " must be from 0 to " + LONGEST + ": " + span);
        }
    }
}
