package io.tidemark.fleet.node;

import io.tidemark.fleet.driver.Access;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeView;
import io.tidemark.fleet.driver.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One look at the whole fleet: takes the steps that the reconciler decides, on the board, and lists what to ask. */
final class Loop {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    private final Board board;
    private final FleetPolicy policy;
    private final long now;
    private final List<Act> acts = new ArrayList<>();

    Loop(Board board, FleetPolicy policy, long now) {
        this.board = board;
        this.policy = policy;
        this.now = now;
    }

    /** Something to ask of a backend, with all that is needed to ask it, so that the rows need not be read again. */
    record Act(Verb verb, FleetNode node, LeaseKey lease, long generation) {
        /** How the tenant gets in: as its latest delivery says, for one that was kept began with an earlier one. */
        Access access() {
            return node.lot.assignments.stream()
                    .map(assignment -> assignment.want.delivery)
                    .max(Comparator.comparingLong(Delivery::from))
                    .orElseThrow()
                    .access();
        }
    }

    /**
     * Takes up nodes that were not known before, and deaths. A new node in internal use is welcome; anything else is an orphan: we
     * have no proof of what is on it, and never lease it.
     */
    void takeUp(List<NodeView> views) {
        for (NodeView view : views) {
            if (view.phase() == Phase.DEAD) {
                board.deaths.put(view.node(), Math.min(view.since(), now));
            }
            if (!board.nodes.containsKey(view.node())) {
                FleetLot lot = board.lots.computeIfAbsent(view.domain(), domain -> {
                    FleetLot created = new FleetLot(domain, view.pool());
                    created.changed = true;
                    return created;
                });
                boolean internal = view.phase() == Phase.INTERNAL || view.phase() == Phase.DOWN;
                FleetNode node = new FleetNode(
                        view.node(),
                        lot,
                        view.simulated(),
                        view.ssh(),
                        internal ? NodeState.INTERNAL : NodeState.QUARANTINED,
                        now);
                node.generation = view.generation();
                node.changed = true;
                if (!internal) {
                    node.generation = Math.max(board.generation(), view.generation());
                    isolate(node, view.phase() == Phase.DEAD ? QuarantineReason.NODE_DEAD : QuarantineReason.ORPHAN);
                }
                FleetStore.add(board, node);
            }
            FleetNode known = board.nodes.get(view.node());
            if (known != null) {
                known.down = view.phase() == Phase.DOWN;
                known.busy = view.busy();
            }
        }
    }

    /**
     * Moves deadlines by the time in which nobody looked: the process was down, or the backend away. What a node did
     * meanwhile is seen now, and what it did not do it may have been waiting for us to ask for. Between two looks no more
     * counts than the age up to which a look is acted on.
     *
     * @param lastLook epoch milliseconds
     */
    void countNoTimeUnwatched(long lastLook) {
        long unwatched = now - lastLook - policy.staleAfter().toMillis();
        if (unwatched <= 0) {
            return;
        }
        for (FleetNode node : board.nodes.values()) {
            Long deadline = node.deadline;
            if (deadline != null) {
                node.deadline = deadline + unwatched;
                node.changed = true;
            }
        }
        // Where market time runs fast, a slow step or two is no standstill.
        LOG.atLevel(unwatched > policy.staleAfter().toMillis() ? Level.INFO : Level.DEBUG)
                .log(
                        "nobody has looked at the fleet for {} s of market time; deadlines wait as long",
                        (now - lastLook) / 1_000);
    }

    /**
     * One step for each node that the backend speaks of; about the others nothing is known, so nothing is done.
     *
     * @param seenAt when the backend said this. What it said of a node before the node's last step, which another process
     *     may have taken, says nothing about what came of that step
     */
    List<Act> reconcile(List<NodeView> views, long seenAt) {
        for (NodeView view : views) {
            FleetNode node = board.nodes.get(view.node());
            if (node != null && node.since <= seenAt) {
                Wanted wanted = node.wantedNow();
                if (wanted != node.wanted) {
                    node.wanted = wanted;
                    node.changed = true;
                }
                carryOut(node, view, Reconciler.decide(situation(node, view)));
            }
        }
        return acts;
    }

    private Situation situation(FleetNode node, NodeView view) {
        boolean strangers = view.phase().isTenants() && !view.lease().equals(Optional.ofNullable(node.lease));
        Boolean proved = board.proved.get(node.ref);
        return new Situation(
                node.state,
                node.wanted,
                view.phase(),
                strangers,
                view.sanitizeEpoch() == node.generation,
                evidence(proved),
                node.deadline != null && now > node.deadline,
                node.lot.isHandedOver(),
                node.cleanAgain);
    }

    private static Situation.Evidence evidence(@Nullable Boolean proved) {
        if (proved == null) {
            return Situation.Evidence.NOT_READ;
        }
        return proved ? Situation.Evidence.COMPLETE : Situation.Evidence.INSUFFICIENT;
    }

    private void carryOut(FleetNode node, NodeView view, Decision decision) {
        if (decision.next().isPresent()) {
            enter(node, view, decision);
        } else if (decision.verb() == Verb.NOTHING || now < node.notBefore) {
            return;
        } else {
            node.attempts++;
            node.notBefore = now + backoff(node);
            node.changed = true;
        }
        if (decision.verb() != Verb.NOTHING) {
            LeaseKey lease = node.lease == null ? LeaseKey.house(node.lot.pool) : node.lease;
            acts.add(new Act(decision.verb(), node, lease, node.generation));
        }
    }

    private void enter(FleetNode node, NodeView view, Decision decision) {
        NodeState from = node.state;
        NodeState to = decision.next().orElseThrow();
        if (!Transitions.isLegal(from, to)) {
            throw new IllegalStateException(node.ref + " cannot go from " + from + " to " + to);
        }
        if (from.isHealthy() && !to.isHealthy()) {
            if (to == NodeState.QUARANTINED && node.isUnderTenancy()) {
                board.lose(node, view.phase() == Phase.DEAD ? Math.min(view.since(), now) : now);
            }
            node.readyAt = null;
        }
        Optional<LeaseKey> servedLease = Optional.ofNullable(node.lease);
        node.state = to;
        node.since = now;
        node.attempts = 0;
        node.notBefore = now + backoff(node);
        node.deadline = deadline(to);
        node.changed = true;
        if (beginsAnew(decision.verb())) {
            node.generation = board.generation();
        }
        switch (to) {
            case OFFERABLE, RETURNING -> {
                // Only proof read in this very state counts; a fence that timed out leaves nothing to prove.
                if (from == NodeState.SANITIZING) {
                    node.certifiedEpoch = view.sanitizeEpoch();
                }
                node.quarantinedWhy = null;
            }
            case READY -> node.readyAt = view.since();
            case RELEASING -> node.certifiedEpoch = null;
            case SANITIZING -> {
                node.certifiedEpoch = null;
                node.lease = null;
                node.cleanAgain = false;
            }
            case INTERNAL -> node.certifiedEpoch = null;
            case QUARANTINED -> isolate(node, decision.quarantine().orElseThrow());
            case FENCING, FENCED, CLAIMED, DEPLOYING, LEASED, NOTICE -> {
                // Nothing but the state.
            }
        }
        board.passages.add(new Passage(
                node.ref,
                from,
                to,
                now,
                node.generation,
                servedLease,
                decision.quarantine().map(QuarantineReason::name).orElse("")));
    }

    private void isolate(FleetNode node, QuarantineReason why) {
        node.certifiedEpoch = null;
        node.lease = null;
        node.quarantinedWhy = why;
        node.cleanAgain = why.isCleanedAtOnce();
        board.changes.add(new Change.Quarantined(board.takeChange(), node.ref, why, now));
    }

    /** A deployment belongs to its claim; everything else that is asked with a new state is an intent of its own. */
    private static boolean beginsAnew(Verb verb) {
        return switch (verb) {
            case FENCE, RELEASE, CLAIM, UNFENCE, QUARANTINE -> true;
            case DEPLOY, READ_EVIDENCE, ISOLATE, NOTHING -> false;
        };
    }

    private @Nullable Long deadline(NodeState state) {
        Duration limit = switch (state) {
            case FENCING -> policy.fence();
            case CLAIMED -> policy.claim();
            case DEPLOYING -> policy.deploy();
            case RELEASING, SANITIZING -> policy.sanitize();
            case INTERNAL, FENCED, OFFERABLE, READY, LEASED, NOTICE, RETURNING, QUARANTINED -> null;
        };
        return limit == null ? null : now + limit.toMillis();
    }

    /** Doubles with each attempt, and is spread by the node's name so that not all ask at once. */
    private long backoff(FleetNode node) {
        long longest = policy.longestBackoff().toMillis();
        long wait = Math.min(longest, policy.backoff().toMillis() << Math.min(node.attempts, 20));
        return wait / 2 + Math.floorMod(node.ref.name().hashCode() * 31L + node.attempts, wait / 2 + 1);
    }
}
