package io.tidemark.exchange.journal.postgres;

import io.tidemark.exchange.journal.PoolTail;
import org.jspecify.annotations.Nullable;

/** The time for which this member owns a pool: from a takeover until another one, by whomever, or until something failed. */
final class Tenure {
    private final String pool;
    private final long epoch;

    /** Where the pool will end when all that was appended is durable. Only the pool's appending thread changes it. */
    private volatile long appended;

    /** Where it ends. Only the flushing thread changes it. */
    private volatile PoolTail durable;

    private volatile @Nullable RuntimeException ended;

    Tenure(String pool, long epoch, PoolTail durable) {
        this.pool = pool;
        this.epoch = epoch;
        this.durable = durable;
        this.appended = durable.sequence();
    }

    String pool() {
        return pool;
    }

    long epoch() {
        return epoch;
    }

    long appended() {
        return appended;
    }

    void append(long sequence) {
        appended = sequence;
    }

    PoolTail durable() {
        return durable;
    }

    void advance(PoolTail tail) {
        durable = tail;
    }

    /** Why no record of it is taken any more; null while they are. */
    @Nullable RuntimeException ended() {
        return ended;
    }

    void end(RuntimeException why) {
        ended = why;
    }
}
