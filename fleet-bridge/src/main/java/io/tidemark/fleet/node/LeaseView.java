package io.tidemark.fleet.node;

import io.tidemark.fleet.driver.Endpoint;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import java.util.List;
import java.util.OptionalLong;

/**
 * A lease as its holder may see it.
 *
 * @param lots how many it is to have
 * @param from epoch milliseconds
 * @param until its end, if one is set; the end of the notice for lots that have one is with the lot
 * @param assigned the lots it has or is getting; fewer than {@code lots} while there are none free
 */
public record LeaseView(
        LeaseKey key, int lots, boolean whole, long from, OptionalLong until, boolean ended, List<LotView> assigned) {
    public LeaseView {
        assigned = List.copyOf(assigned);
    }

    static LeaseView of(Want want) {
        return new LeaseView(
                want.key(),
                want.lots,
                want.delivery.whole(),
                want.delivery.from(),
                want.delivery.until(),
                want.ended,
                want.assignments.stream().map(LeaseView::lot).toList());
    }

    private static LotView lot(Assignment assignment) {
        return new LotView(
                assignment.lot.domain,
                assignment.readyAt == null ? OptionalLong.empty() : OptionalLong.of(assignment.readyAt),
                assignment.leavesAt == null ? OptionalLong.empty() : OptionalLong.of(assignment.leavesAt),
                assignment.lot.nodes.stream()
                        .filter(FleetNode::isUnderTenancy)
                        .map(node -> new NodeLine(node.ref, node.state, node.ssh, node.simulated))
                        .toList());
    }

    /**
     * A lot of a lease.
     *
     * @param readySince when it was handed over healthy, epoch milliseconds; empty if it is not
     * @param noticeEnds when it must be given back, if the holder has been told to
     */
    public record LotView(String lot, OptionalLong readySince, OptionalLong noticeEnds, List<NodeLine> nodes) {
        public LotView {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * A node of a lot.
     *
     * @param ssh where it answers; only once it is LEASED is it the holder's to use
     * @param simulated whether there is no machine behind it; to be shown wherever the node is
     */
    public record NodeLine(NodeRef node, NodeState state, Endpoint ssh, boolean simulated) {}
}
