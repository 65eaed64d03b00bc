package io.tidemark.exchange.cluster;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.journal.Journal;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Keeps what is left of a full disk for those who want out: while the journal finds no room for another segment, only
 * cancels are let in. It ends by itself when there is room again.
 */
final class RoomGuard {
    /** How old an answer may be: the journal is not asked for every command. */
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Journal journal;
    private volatile Optional<Throwable> shortage = Optional.empty();
    private volatile long askedAt;

    RoomGuard(Journal journal) {
        this.journal = journal;
        this.askedAt = System.nanoTime() - FRESH_NANOS;
    }

    /** Why commands are not let in now; empty if they are, as cancels always. */
    Optional<ExchangeFullException> objection(PoolId pool, boolean areCancels) {
        long now = System.nanoTime();
        if (now - askedAt >= FRESH_NANOS) {
            askedAt = now;
            shortage = journal.shortage();
        }
        return areCancels ? Optional.empty() : shortage.map(why -> new ExchangeFullException(pool, why));
    }
}
