package io.tidemark.fleet.node;

import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import java.util.List;

/**
 * What the fleet tells others, in the order of {@link #sequence}. A lot is named by its NVLink domain; instants are epoch
 * milliseconds.
 */
public sealed interface Change {
    long sequence();

    long at();

    /**
     * A lot is in its holder's hands, healthy. A lot that is kept from the hour before is handed over too, at the start of
     * the hour, with the instant it has been ready since.
     *
     * @param readyAt when the last of its nodes passed its health check: earlier than this does not count as delivered
     */
    record HandOver(long sequence, LeaseKey key, String lot, List<NodeRef> nodes, long readyAt, long at)
            implements Change {
        public HandOver {
            nodes = List.copyOf(nodes);
        }
    }

    /** A lot that was handed over is not whole any more; a new hand-over follows if it, or another, can replace it. */
    record Lost(long sequence, LeaseKey key, String lot, NodeRef node, long at) implements Change {}

    /** A delivery has a lot no more: its hour or its lease is over. A lot that is kept has its next hand-over already due. */
    record HandedBack(long sequence, LeaseKey key, String lot, long at) implements Change {}

    /** A node was isolated; somebody should look. */
    record Quarantined(long sequence, NodeRef node, QuarantineReason why, long at) implements Change {}
}
