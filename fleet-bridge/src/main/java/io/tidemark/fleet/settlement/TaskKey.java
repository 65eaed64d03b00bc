package io.tidemark.fleet.settlement;

import io.tidemark.exchange.contract.PoolId;

/**
 * What makes a task the same task.
 *
 * @param subject the delivery hour (an epoch hour) of a {@link Kind#DELIVER}, the webhook of a {@link Kind#TELL}, else the id
 *     of the lease's bid
 * @param generation the place in the pool's log: of two words about the same subject the later has the larger one
 */
public record TaskKey(PoolId pool, Kind kind, long subject, long account, long generation) {
    /** What the market promised. */
    public enum Kind {
        /** Lots of parcels are due to their holder in an hour. */
        DELIVER,
        /** A lease has so many lots from now on. */
        LEASE,
        /** Lots of a lease must be back at an instant. */
        NOTICE,
        /** Lots of a lease are handed back now. */
        RELEASE,
        /** A holder wants to hear of something at an address of its own. */
        TELL
    }

    /** The sequence of the command in the pool's log that asked for it. */
    public long sequence() {
        return TaskPlan.sequence(generation);
    }

    /** What is said about one lane is done in the order in which it was said. */
    String lane() {
        return switch (kind) {
            case DELIVER -> "hour:" + subject + ":" + account;
            case LEASE, NOTICE, RELEASE -> "lease:" + subject;
            // Word that fails must not hold up later word, which may be more urgent.
            case TELL -> "tell:" + subject + ":" + generation;
        };
    }

    /** Who carries it out. */
    Task.Step step() {
        return kind == Kind.TELL ? Task.Step.HOLDER : Task.Step.FLEET;
    }

    /** As it stands in idempotency keys: {@code B200X8.PRN1:LEASE:4711:17:901}. */
    @Override
    public String toString() {
        return pool + ":" + kind + ":" + subject + ":" + account + ":" + generation;
    }
}
