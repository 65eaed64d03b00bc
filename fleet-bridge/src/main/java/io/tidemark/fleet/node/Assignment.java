package io.tidemark.fleet.node;

import org.jspecify.annotations.Nullable;

/** A lot that a delivery has. */
final class Assignment {
    final Want want;
    final FleetLot lot;
    /** The order in which lots came to the delivery. */
    final long sequence;

    @Nullable Long leavesAt;
    /** Since when it counts as delivered; null before, and while something of it is lost. */
    @Nullable Long readyAt;

    boolean changed;

    Assignment(Want want, FleetLot lot, long sequence) {
        this.want = want;
        this.lot = lot;
        this.sequence = sequence;
    }

    boolean isLeaving() {
        return leavesAt != null;
    }

    boolean isHandedOver() {
        return readyAt != null;
    }
}
