package io.tidemark.exchange.cluster;

import io.tidemark.exchange.contract.PoolId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How a shadow replica is, for operators.
 *
 * @param lagRecords durable records that it has not read yet
 * @param problem why it follows no pool any more; empty while it does
 * @param failedSnapshots how many could not be kept since the start
 * @param pools those that have had a record
 * @param writer on several machines, the address of the member that writes the snapshots; empty if nobody is known to, and on
 *     one machine
 */
public record ShadowStatus(
        long lagRecords,
        Optional<String> problem,
        long failedSnapshots,
        Map<PoolId, PoolStatus> pools,
        Optional<String> writer) {
    /**
     * How it is with one pool.
     *
     * @param sequence the last command that it has applied
     * @param snapshotSequence the last command that a snapshot is known to cover, 0 if there is none
     * @param uncovered for how long there has been a command that no snapshot covers, in real time; zero if there is none
     * @param diverged why the replica and the pool are not the same; empty while they are
     */
    public record PoolStatus(long sequence, long snapshotSequence, Duration uncovered, Optional<String> diverged) {}
}
