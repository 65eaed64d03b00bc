package io.tidemark.fleet.node;

import static io.tidemark.fleet.node.NodeState.CLAIMED;
import static io.tidemark.fleet.node.NodeState.DEPLOYING;
import static io.tidemark.fleet.node.NodeState.FENCED;
import static io.tidemark.fleet.node.NodeState.FENCING;
import static io.tidemark.fleet.node.NodeState.INTERNAL;
import static io.tidemark.fleet.node.NodeState.LEASED;
import static io.tidemark.fleet.node.NodeState.NOTICE;
import static io.tidemark.fleet.node.NodeState.OFFERABLE;
import static io.tidemark.fleet.node.NodeState.QUARANTINED;
import static io.tidemark.fleet.node.NodeState.READY;
import static io.tidemark.fleet.node.NodeState.RELEASING;
import static io.tidemark.fleet.node.NodeState.RETURNING;
import static io.tidemark.fleet.node.NodeState.SANITIZING;

import java.util.List;

/**
 * Every step a node may take. Whatever is not here is refused, whoever asks.
 *
 * <p>There is one way into OFFERABLE, and it leads through SANITIZING; everyone who had a node leaves it by that way.
 */
final class Transitions {
    static final List<Row> ROWS = List.of(
            new Row(INTERNAL, FENCING, "its lot is wanted for the exchange"),
            new Row(FENCING, FENCED, "the fence stands"),
            new Row(FENCING, RETURNING, "internal work would not leave it in time, or lost it"),
            new Row(FENCED, SANITIZING, "internal data must leave it too"),
            new Row(SANITIZING, OFFERABLE, "every step is proved"),
            new Row(SANITIZING, RETURNING, "every step is proved, and it is not offered any more"),
            new Row(OFFERABLE, CLAIMED, "a lease wants it"),
            new Row(OFFERABLE, RETURNING, "it is not offered any more"),
            new Row(CLAIMED, DEPLOYING, "the backend has set it aside"),
            new Row(CLAIMED, RELEASING, "the lease is over, or the backend would not set it aside"),
            new Row(DEPLOYING, READY, "its health check has passed"),
            new Row(DEPLOYING, RELEASING, "the lease is over"),
            new Row(READY, LEASED, "its lot is complete and handed over"),
            new Row(READY, RELEASING, "the lease is over"),
            new Row(LEASED, NOTICE, "the tenant was told to give it back"),
            new Row(LEASED, RELEASING, "the lease is over"),
            new Row(NOTICE, RELEASING, "the lease is over"),
            new Row(RELEASING, SANITIZING, "the backend has begun to sanitize"),
            new Row(RETURNING, INTERNAL, "internal work has it again"),
            new Row(QUARANTINED, SANITIZING, "it is repaired, or was only to be cleaned"));

    /** One legal step, and what it means. */
    record Row(NodeState from, NodeState to, String why) {}

    private Transitions() {}

    /** From anywhere else into quarantine, and otherwise only what has a row. */
    static boolean isLegal(NodeState from, NodeState to) {
        if (to == QUARANTINED) {
            return from != QUARANTINED;
        }
        return ROWS.stream().anyMatch(row -> row.from() == from && row.to() == to);
    }
}
