package io.tidemark.fleet.node;

import io.tidemark.fleet.driver.LeaseKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A delivery that is under way, and the lots it has. */
final class Want {
    /** The first to be given up: what is not in the holder's hands yet, then what came last. */
    static final Comparator<Assignment> FIRST_TO_GO = Comparator.comparing(Assignment::isHandedOver)
            .thenComparing(Comparator.comparingLong((Assignment assignment) -> assignment.sequence)
                    .reversed());

    final Delivery delivery;
    final List<Assignment> assignments = new ArrayList<>();
    int lots;
    /** How many are left when the notice ends; null without one. */
    @Nullable Integer staying;

    @Nullable Long noticeEnds;

    boolean ended;
    boolean changed;

    Want(Delivery delivery) {
        this.delivery = delivery;
        this.lots = delivery.lots();
    }

    LeaseKey key() {
        return delivery.key();
    }

    boolean isFirm() {
        return key().kind() == LeaseKey.Kind.FIRM;
    }

    /** Lots that no notice takes away. */
    List<Assignment> remaining() {
        return assignments.stream()
                .filter(assignment -> !assignment.isLeaving())
                .toList();
    }

    int missing() {
        int due = staying == null ? lots : Math.min(lots, staying);
        return Math.max(0, due - remaining().size());
    }

    boolean has(FleetLot lot) {
        return assignments.stream().anyMatch(assignment -> assignment.lot == lot);
    }

    boolean isOver(long now) {
        return delivery.until().isPresent() && delivery.until().getAsLong() <= now;
    }

    /** Whether one ends where the other begins, or they overlap: then a lot can go from one to the other untouched. */
    boolean meets(Want other) {
        return delivery.until().orElse(Long.MAX_VALUE) >= other.delivery.from()
                && other.delivery.until().orElse(Long.MAX_VALUE) >= delivery.from();
    }
}
