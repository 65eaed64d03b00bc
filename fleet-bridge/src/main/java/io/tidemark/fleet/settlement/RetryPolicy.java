package io.tidemark.fleet.settlement;

/**
 * How a task that fails is tried again.
 *
 * @param attempts at one step before the task is parked
 * @param firstBackoffMs after the first failure, milliseconds; it doubles with each
 * @param longestBackoffMs and is never longer than this
 * @param claimMs how long a step may be silent before it counts as lost with its process, and is done again
 */
public record RetryPolicy(int attempts, long firstBackoffMs, long longestBackoffMs, long claimMs) {
    public static final RetryPolicy DEFAULT = new RetryPolicy(12, 500, 300_000, 30_000);

    private static final int LONGEST_SHIFT = 30;

    public RetryPolicy {
        if (attempts < 1 || firstBackoffMs < 0 || longestBackoffMs < firstBackoffMs || claimMs < 0) {
            throw new IllegalArgumentException("attempts must be 1 or more, and times in order: " + attempts + ", "
                    + firstBackoffMs + ", " + longestBackoffMs + ", " + claimMs);
        }
    }

    /** How long to wait after so many failures, 1 or more. */
    long backoffMs(int failures) {
        return Math.min(longestBackoffMs, firstBackoffMs << Math.min(failures - 1, LONGEST_SHIFT));
    }
}
