package io.tidemark.fleet.node;

/** Which lots a tenant could have at an instant. */
final class Capacity {
    private Capacity() {}

    /**
     * Whether a lot can be had, if nothing fails.
     *
     * @param at epoch milliseconds
     * @param turnaround from one tenant to the next, milliseconds
     */
    static boolean isUsable(FleetLot lot, long at, long turnaround) {
        if (!lot.isSound() || !lot.offered) {
            return false;
        }
        if (lot.tenancy != null) {
            long end = lot.assignments.stream()
                    .mapToLong(assignment -> assignment.leavesAt != null
                            ? assignment.leavesAt
                            : assignment.want.delivery.until().orElse(Long.MAX_VALUE))
                    .max()
                    .orElse(Long.MAX_VALUE);
            boolean serving = lot.count(FleetNode::serves) >= lot.nodesNeeded();
            return serving && (end > at || at - end >= turnaround);
        }
        return lot.count(node -> node.state == NodeState.OFFERABLE
                        || ((node.state == NodeState.SANITIZING || node.state == NodeState.RELEASING)
                                && at - node.since >= turnaround))
                >= lot.nodesNeeded();
    }
}
