package io.tidemark.fleet.node;

import io.tidemark.fleet.driver.NodeRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What must hold of the fleet's books after every step. */
final class Conservation {
    private Conservation() {}

    static List<String> violations(Board board, Set<NodeRef> listed) {
        List<String> violations = new ArrayList<>();
        if (!board.nodes.keySet().containsAll(listed)) {
            violations.add("the backend lists nodes that the books lack");
        }
        if (!listed.containsAll(board.nodes.keySet())) {
            violations.add("the books have nodes that the backend does not list");
        }
        for (FleetNode node : board.nodes.values()) {
            boolean tenants = node.state.isInUse() || node.state == NodeState.OFFERABLE;
            if (tenants && node.state != NodeState.RELEASING && node.certifiedEpoch == null) {
                violations.add(node.ref + " is " + node.state + " without proof that it was sanitized");
            }
            if (node.state.isInUse() && node.lease == null) {
                violations.add(node.ref + " is " + node.state + " for nobody");
            }
            if (node.state.serves() && node.lot.tenancy != null && !node.isUnderTenancy()) {
                violations.add(node.ref + " serves " + node.lease + " on a lot of " + node.lot.tenancy);
            }
        }
        for (FleetLot lot : board.lots.values()) {
            long holders = lot.assignments.stream()
                    .map(assignment -> assignment.want.isFirm()
                            ? "account " + assignment.want.key().account()
                            : assignment.want.key().toString())
                    .distinct()
                    .count();
            if (holders > 1) {
                violations.add(lot.domain + " has " + holders + " holders");
            }
            if (lot.tenancy == null && !lot.assignments.isEmpty()) {
                violations.add(lot.domain + " is assigned without a tenancy");
            }
        }
        return violations;
    }
}
