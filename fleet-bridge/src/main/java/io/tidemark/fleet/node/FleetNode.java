package io.tidemark.fleet.node;

import io.tidemark.fleet.driver.Endpoint;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import org.jspecify.annotations.Nullable;

/** A node with its intent, as its row has it. */
final class FleetNode {
    final NodeRef ref;
    final FleetLot lot;
    final boolean simulated;
    final Endpoint ssh;

    NodeState state;
    long since;
    Wanted wanted = Wanted.INTERNAL;
    /** Under which lease it was, or is about to be, claimed. */
    @Nullable LeaseKey lease;
    /** Of its last intent. */
    long generation;

    @Nullable Long deadline;

    int attempts;
    long notBefore;

    @Nullable Long readyAt;
    /** The sanitizing whose proof covers what is on it now. */
    @Nullable Long certifiedEpoch;

    @Nullable QuarantineReason quarantinedWhy;

    boolean cleanAgain;

    /** Whether internal work has lost it for now, as the look of this step says. */
    boolean down;

    /** Whether the backend said at this look that it cannot be had now. */
    boolean busy;

    /** Whether the row must be written. */
    boolean changed;

    FleetNode(NodeRef ref, FleetLot lot, boolean simulated, Endpoint ssh, NodeState state, long since) {
        this.ref = ref;
        this.lot = lot;
        this.simulated = simulated;
        this.ssh = ssh;
        this.state = state;
        this.since = since;
    }

    boolean isUnderTenancy() {
        return lease != null && lease.equals(lot.tenancy);
    }

    /** Whether it serves its lot's tenancy, or is about to. */
    boolean serves() {
        return isUnderTenancy() && (state == NodeState.OFFERABLE || state.serves());
    }

    boolean isHealthyForTenant() {
        return isUnderTenancy() && state.isHealthy();
    }

    /** What its lot makes of it. */
    Wanted wantedNow() {
        if (isUnderTenancy()) {
            return lot.isLeaving() ? Wanted.NOTICE : Wanted.LEASED;
        }
        return lot.offered ? Wanted.OFFERABLE : Wanted.INTERNAL;
    }

    void lendTo(LeaseKey tenancy) {
        lease = tenancy;
        changed = true;
    }
}
