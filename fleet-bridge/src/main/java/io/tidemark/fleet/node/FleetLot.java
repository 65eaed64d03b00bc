package io.tidemark.fleet.node;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.LotShape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A lot: one NVLink domain, its nodes, and who has it. */
final class FleetLot {
    final String domain;
    final PoolId pool;
    final List<FleetNode> nodes = new ArrayList<>();
    final List<Assignment> assignments = new ArrayList<>();

    /** Whether it stands in the exchange's service rather than in internal work's. */
    boolean offered;
    /** The lease under which its nodes were claimed; hours may follow each other under one. */
    @Nullable LeaseKey tenancy;

    long lastAccount;
    boolean changed;

    FleetLot(String domain, PoolId pool) {
        this.domain = domain;
        this.pool = pool;
    }

    int nodesNeeded() {
        return LotShape.of(pool.sku()).nodesPerLot();
    }

    int count(Predicate<FleetNode> which) {
        return (int) nodes.stream().filter(which).count();
    }

    int count(NodeState state) {
        return count(node -> node.state == state);
    }

    /** Whether a new tenant can have it at once: proved clean, and nobody near it. */
    boolean isFree() {
        return offered
                && tenancy == null
                && nodes.stream().noneMatch(node -> node.state.isInUse())
                && count(NodeState.OFFERABLE) >= nodesNeeded();
    }

    boolean isComplete() {
        return count(FleetNode::isHealthyForTenant) >= nodesNeeded();
    }

    /** Whether enough of it is neither in quarantine nor down in internal use. */
    boolean isSound() {
        return count(node -> node.state != NodeState.QUARANTINED && !node.down) >= nodesNeeded();
    }

    /** Whether internal work is on it, so that it cannot be had now; what is out of internal use already is not. */
    boolean isBusy() {
        return nodes.stream().anyMatch(node -> node.state == NodeState.INTERNAL && node.busy)
                && count(node -> node.state != NodeState.INTERNAL && node.state != NodeState.QUARANTINED)
                        < nodesNeeded();
    }

    boolean isLeaving() {
        return !assignments.isEmpty() && assignments.stream().allMatch(Assignment::isLeaving);
    }

    boolean isHandedOver() {
        return assignments.stream().anyMatch(Assignment::isHandedOver);
    }

    /** When the last of its nodes passed its health check. */
    long readyAt() {
        return nodes.stream()
                .filter(FleetNode::isHealthyForTenant)
                .mapToLong(node -> node.readyAt == null ? node.since : node.readyAt)
                .max()
                .orElseThrow();
    }

    void setOffered(boolean now) {
        offered = now;
        changed = true;
    }
}
