package io.tidemark.exchange.cluster;

import io.tidemark.exchange.contract.PoolId;
import java.util.concurrent.CompletableFuture;

/** The pools at work, as far as a shadow replica has to do with them. */
interface LivePools {
    /**
     * What a live pool is at some command.
     *
     * @param epoch of its owner
     * @param stateHash as {@link io.tidemark.exchange.pool.PoolEngine#stateHash()} says it
     */
    record Fingerprint(long epoch, long sequence, long stateHash) {}

    /** Takes the fingerprint of a pool between two batches, which costs it as much as a snapshot. */
    CompletableFuture<Fingerprint> fingerprint(PoolId pool);

    /**
     * The pool and its replica are not the same. Which of the two is wrong nobody knows yet, so the pool must be halted:
     * what it decides from here on may not be what a recovery would decide. May be said again and again.
     *
     * @param sequence the command from which on the two are not known to be the same
     */
    void diverged(PoolId pool, long sequence, RuntimeException how);
}
