package io.tidemark.fleet.node;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** The whole fleet in memory for the length of one step: what the rows say, and what is to be written back. */
final class Board {
    final SortedMap<String, FleetLot> lots = new TreeMap<>();
    final SortedMap<NodeRef, FleetNode> nodes = new TreeMap<>();
    /** Deliveries that are under way. */
    final SortedMap<LeaseKey, Want> wants = new TreeMap<>();

    final Map<PoolId, Integer> offeredLots = new HashMap<>();
    /** Whether the report that a sanitizing node waits for proves it; absent if it was not read yet. */
    final Map<NodeRef, Boolean> proved = new HashMap<>();

    /** Since when nodes have been dead that the backend says are, epoch milliseconds. */
    final Map<NodeRef, Long> deaths = new HashMap<>();

    final List<Change> changes = new ArrayList<>();
    final List<Passage> passages = new ArrayList<>();
    final List<HandOverSpan> opened = new ArrayList<>();
    /** Hand-overs that ended, by delivery and lot. */
    final List<HandOverSpan> closed = new ArrayList<>();

    final List<Assignment> dropped = new ArrayList<>();

    private final LongSupplier generations;
    private long generation;

    private long nextChange;
    private long nextAssignment;

    /** A board that draws its generation there, if it needs one. */
    Board(LongSupplier generations) {
        this.generations = generations;
    }

    /** Of every intent that this step writes; it is drawn once. */
    long generation() {
        if (generation == 0) {
            generation = generations.getAsLong();
        }
        return generation;
    }

    void continueFrom(long firstChange, long firstAssignment) {
        nextChange = firstChange;
        nextAssignment = firstAssignment;
    }

    long takeChange() {
        return nextChange++;
    }

    Assignment assign(Want want, FleetLot lot) {
        Assignment assignment = new Assignment(want, lot, nextAssignment++);
        assignment.changed = true;
        link(assignment);
        if (lot.tenancy == null) {
            lot.tenancy = want.key();
            lot.lastAccount = want.key().account();
            lot.changed = true;
        }
        return assignment;
    }

    static void link(Assignment assignment) {
        assignment.want.assignments.add(assignment);
        assignment.lot.assignments.add(assignment);
    }

    /**
     * A lot goes back: its time is over, or it cannot be made whole. If one of its nodes has died before, which is seen only
     * now, it was lost then.
     */
    void drop(Assignment assignment, long at) {
        if (assignment.isHandedOver()) {
            Optional<FleetNode> dead = firstDead(assignment.lot).filter(node -> diedAt(node) < at);
            if (dead.isPresent()) {
                lose(assignment, dead.get(), diedAt(dead.get()));
            } else {
                close(assignment, at);
                changes.add(new Change.HandedBack(takeChange(), assignment.want.key(), assignment.lot.domain, at));
            }
        }
        assignment.want.assignments.remove(assignment);
        assignment.lot.assignments.remove(assignment);
        dropped.add(assignment);
        if (assignment.lot.assignments.isEmpty()) {
            assignment.lot.tenancy = null;
            assignment.lot.changed = true;
        }
    }

    void handOver(Assignment assignment, long readyAt, long now) {
        FleetLot lot = assignment.lot;
        assignment.readyAt = readyAt;
        assignment.changed = true;
        opened.add(new HandOverSpan(assignment.want.key(), lot.domain, readyAt, OptionalLong.empty()));
        changes.add(new Change.HandOver(
                takeChange(),
                assignment.want.key(),
                lot.domain,
                lot.nodes.stream()
                        .filter(FleetNode::isHealthyForTenant)
                        .map(node -> node.ref)
                        .toList(),
                readyAt,
                now));
    }

    /** A node that served its tenant does so no more. */
    void lose(FleetNode node, long at) {
        for (Assignment assignment : node.lot.assignments) {
            if (assignment.isHandedOver()) {
                lose(assignment, node, at);
            }
        }
    }

    private void lose(Assignment assignment, FleetNode node, long at) {
        close(assignment, at);
        changes.add(new Change.Lost(takeChange(), assignment.want.key(), node.lot.domain, node.ref, at));
    }

    private Optional<FleetNode> firstDead(FleetLot lot) {
        return lot.nodes.stream()
                .filter(node -> node.isHealthyForTenant() && deaths.containsKey(node.ref))
                .min(Comparator.comparingLong(this::diedAt));
    }

    private long diedAt(FleetNode node) {
        return deaths.getOrDefault(node.ref, Long.MAX_VALUE);
    }

    private void close(Assignment assignment, long at) {
        long readyAt = assignment.readyAt == null ? at : assignment.readyAt;
        closed.add(new HandOverSpan(
                assignment.want.key(), assignment.lot.domain, readyAt, OptionalLong.of(Math.max(readyAt, at))));
        assignment.readyAt = null;
        assignment.changed = true;
    }
}
