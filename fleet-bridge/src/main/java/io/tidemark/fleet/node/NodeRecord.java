package io.tidemark.fleet.node;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.Endpoint;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import java.util.Optional;

/**
 * What is on record of a node.
 *
 * @param domain the NVLink domain that it stands in
 * @param since when it entered the state, epoch milliseconds
 * @param lease under which it is set aside for a tenant or with one
 * @param quarantined why it was isolated, while it is
 * @param repaired whether somebody has said that it is repaired, so that it is to be sanitized
 * @param attempts how often what it needs next was asked for in vain
 */
public record NodeRecord(
        NodeRef node,
        PoolId pool,
        String domain,
        NodeState state,
        long since,
        Optional<LeaseKey> lease,
        Optional<QuarantineReason> quarantined,
        boolean repaired,
        int attempts,
        boolean simulated,
        Endpoint ssh) {
    static NodeRecord of(FleetNode node) {
        boolean isolated = node.state == NodeState.QUARANTINED;
        return new NodeRecord(
                node.ref,
                node.lot.pool,
                node.lot.domain,
                node.state,
                node.since,
                Optional.ofNullable(node.state.isInUse() ? node.lease : null),
                Optional.ofNullable(isolated ? node.quarantinedWhy : null),
                isolated && node.cleanAgain,
                node.attempts,
                node.simulated,
                node.ssh);
    }
}
