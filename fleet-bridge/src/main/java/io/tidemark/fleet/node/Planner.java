package io.tidemark.fleet.node;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.LeaseKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides which lot is whose, and which lots stand in the exchange's service. It speaks of lots only; what follows for
 * each node is the {@link Reconciler}'s business.
 *
 * <p>The order matters: an account keeps its machines for the next hour before this hour's are given back, and tenants
 * get theirs before any are returned to internal work.
 */
final class Planner {
    private final Board board;
    private final long leadMillis;
    private final long now;

    private Planner(Board board, long leadMillis, long now) {
        this.board = board;
        this.leadMillis = leadMillis;
        this.now = now;
    }

    static void plan(Board board, long leadMillis, long now) {
        Planner planner = new Planner(board, leadMillis, now);
        planner.serveNotices();
        planner.keepThroughHours();
        planner.endWhatIsOver();
        planner.trim();
        planner.replaceNodes();
        planner.allocate();
        planner.offer();
        planner.handOver();
    }

    private void serveNotices() {
        for (Want want : board.wants.values()) {
            if (want.staying != null) {
                int going = want.remaining().size() - want.staying;
                want.remaining().stream()
                        .sorted(Want.FIRST_TO_GO)
                        .limit(Math.max(0, going))
                        .forEach(assignment -> {
                            assignment.leavesAt = want.noticeEnds;
                            assignment.changed = true;
                        });
                if (want.noticeEnds != null && want.noticeEnds <= now) {
                    want.lots = Math.min(want.lots, want.staying);
                    want.staying = null;
                    want.noticeEnds = null;
                    want.changed = true;
                }
            }
            for (Assignment assignment : List.copyOf(want.assignments)) {
                if (assignment.leavesAt != null && assignment.leavesAt <= now) {
                    board.drop(assignment, assignment.leavesAt);
                }
            }
        }
    }

    /**
     * Section 9 of the rulebook: of the lots an account uses, as many as it has in both hours stay with it. Nobody else
     * can take them meanwhile, for a lot with a tenancy is not free.
     */
    private void keepThroughHours() {
        for (Want want : board.wants.values()) {
            if (want.isFirm() && want.missing() > 0 && !want.isOver(now)) {
                candidatesToKeep(want).stream().limit(want.missing()).forEach(lot -> board.assign(want, lot));
            }
        }
    }

    private List<FleetLot> candidatesToKeep(Want want) {
        return board.wants.values().stream()
                .filter(other -> other != want
                        && other.isFirm()
                        && other.delivery.pool().equals(want.delivery.pool())
                        && other.delivery.account() == want.delivery.account()
                        && other.meets(want))
                .flatMap(other -> other.assignments.stream())
                .filter(assignment -> !assignment.isLeaving() && !want.has(assignment.lot))
                .sorted(Want.FIRST_TO_GO.reversed())
                .map(assignment -> assignment.lot)
                .distinct()
                .toList();
    }

    private void endWhatIsOver() {
        for (Want want : board.wants.values()) {
            if (want.isOver(now)) {
                long end = want.delivery.until().getAsLong();
                List.copyOf(want.assignments).forEach(assignment -> board.drop(assignment, end));
            }
            if (want.isOver(now) || (want.lots == 0 && want.assignments.isEmpty())) {
                want.ended = true;
                want.changed = true;
            }
        }
    }

    private void trim() {
        for (Want want : board.wants.values()) {
            List<Assignment> remaining = want.remaining();
            remaining.stream()
                    .sorted(Want.FIRST_TO_GO)
                    .limit(Math.max(0, remaining.size() - want.lots))
                    .toList()
                    .forEach(assignment -> board.drop(assignment, now));
        }
    }

    private void replaceNodes() {
        for (FleetLot lot : board.lots.values()) {
            LeaseKey tenancy = lot.tenancy;
            if (tenancy == null || lot.isLeaving()) {
                continue;
            }
            lend(lot, tenancy);
            int serving = lot.count(FleetNode::serves);
            // Trays that still run are not taken from their holder unless there is a whole lot to move to.
            if (serving == 0 || (serving < lot.nodesNeeded() && anyFree(lot.pool))) {
                List.copyOf(lot.assignments).forEach(assignment -> board.drop(assignment, now));
            }
        }
    }

    /** Takes as many spares of the domain as the lot lacks. */
    private static void lend(FleetLot lot, LeaseKey tenancy) {
        lot.nodes.stream()
                .filter(node -> node.state == NodeState.OFFERABLE && !node.isUnderTenancy())
                .limit(Math.max(0, lot.nodesNeeded() - lot.count(FleetNode::serves)))
                .toList()
                .forEach(node -> node.lendTo(tenancy));
    }

    private boolean anyFree(PoolId pool) {
        return board.lots.values().stream().anyMatch(lot -> lot.pool.equals(pool) && lot.isFree());
    }

    private void allocate() {
        List<Want> wants = board.wants.values().stream()
                .filter(want -> !want.ended && want.missing() > 0 && now >= want.delivery.from() - leadMillis)
                .sorted(Comparator.comparingLong((Want want) -> want.delivery.from())
                        .thenComparing(Want::key))
                .toList();
        for (Want want : wants) {
            List<FleetLot> free = board.lots.values().stream()
                    .filter(lot -> lot.pool.equals(want.delivery.pool()) && lot.isFree())
                    .sorted(Comparator.comparing((FleetLot lot) -> lot.lastAccount != want.delivery.account())
                            .thenComparing(lot -> -lot.count(NodeState.OFFERABLE))
                            .thenComparing(lot -> lot.domain))
                    .toList();
            int missing = want.missing();
            if (want.delivery.whole() && free.size() < missing) {
                continue;
            }
            for (FleetLot lot : free.subList(0, Math.min(missing, free.size()))) {
                board.assign(want, lot);
                lend(lot, want.key());
            }
        }
        // A lot that came to one of two hours of an account may serve the other as well.
        keepThroughHours();
    }

    private void offer() {
        for (PoolId pool :
                board.lots.values().stream().map(lot -> lot.pool).distinct().toList()) {
            List<FleetLot> lots = board.lots.values().stream()
                    .filter(lot -> lot.pool.equals(pool))
                    .toList();
            lots.stream()
                    .filter(lot -> lot.offered && (!lot.isSound() || lot.isBusy()) && lot.tenancy == null)
                    .forEach(lot -> lot.setOffered(false));
            List<FleetLot> offered = new ArrayList<>(
                    lots.stream().filter(lot -> lot.offered && lot.isSound()).toList());
            int target = board.offeredLots.getOrDefault(pool, 0);
            // The furthest on the way to a tenant come first into service and go last out of it.
            Comparator<FleetLot> furthestFirst = Comparator.comparing((FleetLot lot) -> -lot.count(NodeState.OFFERABLE))
                    .thenComparing(lot -> -lot.count(NodeState.SANITIZING))
                    .thenComparing(lot -> -lot.count(NodeState.INTERNAL))
                    .thenComparing(lot -> lot.domain);
            lots.stream()
                    .filter(lot -> !lot.offered && lot.isSound() && !lot.isBusy())
                    .sorted(furthestFirst)
                    .limit(Math.max(0, target - offered.size()))
                    .toList()
                    .forEach(lot -> lot.setOffered(true));
            offered.stream()
                    .filter(lot -> lot.tenancy == null)
                    .sorted(furthestFirst.reversed())
                    .limit(Math.max(0, offered.size() - target))
                    .toList()
                    .forEach(lot -> lot.setOffered(false));
        }
    }

    private void handOver() {
        for (Want want : board.wants.values()) {
            if (want.ended || now < want.delivery.from()) {
                continue;
            }
            List<Assignment> complete = want.assignments.stream()
                    .filter(assignment -> !assignment.isHandedOver() && assignment.lot.isComplete())
                    .toList();
            boolean together =
                    want.delivery.whole() && want.assignments.stream().noneMatch(Assignment::isHandedOver);
            if (together) {
                if (want.missing() == 0 && complete.size() == want.assignments.size()) {
                    // A gang is of use to its holder when the last lot of it is.
                    Optional<Long> last = complete.stream()
                            .map(assignment -> assignment.lot.readyAt())
                            .max(Comparator.naturalOrder());
                    complete.forEach(assignment -> board.handOver(assignment, last.orElseThrow(), now));
                }
            } else {
                complete.forEach(assignment -> board.handOver(assignment, assignment.lot.readyAt(), now));
            }
        }
    }
}
