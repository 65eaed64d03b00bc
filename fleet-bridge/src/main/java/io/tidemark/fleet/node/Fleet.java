package io.tidemark.fleet.node;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.Cursor;
import io.tidemark.fleet.driver.DriverException;
import io.tidemark.fleet.driver.InternalFence;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.NodeView;
import io.tidemark.fleet.driver.Page;
import io.tidemark.fleet.driver.Provisioner;
import io.tidemark.fleet.driver.SanitizeReport;
import io.tidemark.fleet.jdbc.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fleet as settlement and surplus see it: say what is wanted, step the loop, read what came of it.
 *
 * <p>{@link #setOffered}, {@link #deliver}, {@link #notice} and {@link #release} only write down what is wanted, and
 * return when that is durable. {@link #step}, called every few seconds, does the rest. It holds nothing in memory: another
 * fleet on the same rows, in this process or the next, goes on from the same place, and two at once do no harm, because
 * each step is one transaction and what is asked of a backend carries a generation.
 *
 * <p>All instants are epoch milliseconds of market time. Everything throws {@link
 * io.tidemark.fleet.jdbc.DatabaseException} when the database fails.
 */
public final class Fleet {
    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);

    private final Transactions transactions;
    private final Provisioner provisioner;
    private final Actuator actuator;
    private final FleetPolicy policy;
    private final Consumer<String> killPoint;

    /** A fleet in these tables, which must have been made by the migrations {@code V2*__fleet*.sql}. */
    public Fleet(DataSource rows, Provisioner provisioner, InternalFence internal, FleetPolicy policy) {
        this(rows, provisioner, internal, policy, InstanceTokens.none());
    }

    /** The same, whose nodes are told where they hear of themselves. */
    public Fleet(
            DataSource rows,
            Provisioner provisioner,
            InternalFence internal,
            FleetPolicy policy,
            InstanceTokens tokens) {
        this(rows, provisioner, internal, policy, tokens, point -> {});
    }

    /** For tests that die at a named point. */
    Fleet(
            DataSource rows,
            Provisioner provisioner,
            InternalFence internal,
            FleetPolicy policy,
            InstanceTokens tokens,
            Consumer<String> killPoint) {
        this.transactions = new Transactions(rows);
        this.provisioner = provisioner;
        this.actuator = new Actuator(transactions, provisioner, internal, policy, tokens, killPoint);
        this.policy = policy;
        this.killPoint = killPoint;
    }

    /**
     * How many lots of a pool stand in the exchange's service, those in use included. When it rises, lots are fenced out
     * of internal use and sanitized; when it falls, lots go back as they are free, never from under a tenant.
     *
     * @throws IllegalArgumentException if lots is negative
     */
    public void setOffered(PoolId pool, int lots, long now) {
        if (lots < 0) {
            throw new IllegalArgumentException("lots must not be negative: " + lots);
        }
        write(store -> {
            store.offer(pool, lots);
            return true;
        });
    }

    /**
     * An account is to have so many lots. The same delivery twice is once; one with a lower version than was seen for its
     * key comes late and is ignored.
     *
     * @return whether it was new
     * @throws DeliveryConflictException if the same key and version were something else before
     */
    public boolean deliver(Delivery delivery, long now) {
        return write(store -> {
            Optional<Want> known = store.deliveries().find(delivery.key());
            if (known.isPresent()) {
                Delivery before = known.get().delivery;
                if (delivery.version() < before.version()) {
                    return false;
                }
                if (delivery.version() == before.version()) {
                    // Notices and releases have versions of their own, so nothing can have changed under this one.
                    if (!delivery.isSameAs(before)) {
                        throw new DeliveryConflictException(delivery.key(), delivery.version());
                    }
                    return false;
                }
            }
            store.deliveries().enter(delivery);
            return true;
        });
    }

    /**
     * The holder has been told that from an instant on only so many of its lots stay. The others are with it until then.
     *
     * @param version as in {@link Delivery#version}
     * @return whether it was new; an unknown or ended lease has nothing to give back
     */
    public boolean notice(LeaseKey key, long version, int staying, long endsAt, long now) {
        return write(store -> {
            if (isLate(store, key, version)) {
                return false;
            }
            store.deliveries().notice(key, version, staying, endsAt);
            return true;
        });
    }

    /**
     * From now on only so many lots stay with a lease; the others are taken, those under notice first.
     *
     * @param version as in {@link Delivery#version}
     * @return whether it was new; an unknown or ended lease has nothing to give back
     */
    public boolean release(LeaseKey key, long version, int staying, long now) {
        return write(store -> {
            if (isLate(store, key, version)) {
                return false;
            }
            store.deliveries().release(key, version, staying, now);
            return true;
        });
    }

    private static boolean isLate(FleetStore store, LeaseKey key, long version) {
        Optional<Want> known = store.deliveries().find(key);
        return known.isEmpty()
                || known.get().ended
                || version <= known.get().delivery.version();
    }

    /**
     * Somebody has repaired a node that stands in quarantine: it is sanitized, and may serve again.
     *
     * @return whether it stood in quarantine
     */
    public boolean repaired(NodeRef node, long now) {
        return write(store -> store.cleanAgain(node));
    }

    /** Looks once at the backend, writes down one step for each node, and asks for what follows from it. */
    public StepReport step(long now) {
        List<NodeView> views = new ArrayList<>();
        long asOf = now;
        try {
            Optional<Cursor> cursor = Optional.of(Cursor.START);
            while (cursor.isPresent()) {
                Page<NodeView> page = provisioner.list(cursor.get(), now);
                if (page.asOf() < now - policy.staleAfter().toMillis()) {
                    return new StepReport(0, 0, 0, true);
                }
                asOf = Math.min(asOf, page.asOf());
                views.addAll(page.items());
                cursor = page.next();
            }
        } catch (DriverException away) {
            LOG.warn("the fleet cannot be listed: {}", away.getMessage());
            return new StepReport(0, 0, 0, true);
        }
        killPoint.accept("fleet:after-list");
        long seenAt = asOf;
        List<Loop.Act> acts = new ArrayList<>();
        List<HandOverSpan> handedOver = new ArrayList<>();
        int transitions = write(store -> {
            Board board = store.load();
            Loop loop = new Loop(board, policy, now);
            store.lastLook().ifPresent(loop::countNoTimeUnwatched);
            store.looked(seenAt);
            loop.takeUp(views);
            Planner.plan(board, policy.lead().toMillis(), now);
            acts.addAll(loop.reconcile(views, seenAt));
            handedOver.addAll(board.opened);
            store.save(board);
            killPoint.accept(handedOver.isEmpty() ? "fleet:before-commit" : "fleet:before-hand-over");
            return board.passages.size();
        });
        killPoint.accept(handedOver.isEmpty() ? "fleet:after-commit" : "fleet:after-hand-over");
        Actuator.Outcome outcome = actuator.carryOut(acts, now);
        actuator.recordIsolation(now);
        return new StepReport(transitions, outcome.asked(), outcome.failed(), false);
    }

    /** The leases of an account that are under way, in the order of their keys. */
    public List<LeaseView> leases(long account) {
        return read(store -> store.load().wants.values().stream()
                .filter(want -> want.delivery.account() == account)
                .map(LeaseView::of)
                .toList());
    }

    /** One lease; of one that has ended only that it was. */
    public Optional<LeaseView> lease(LeaseKey key) {
        return read(store -> {
            Want running = store.load().wants.get(key);
            return running != null
                    ? Optional.of(LeaseView.of(running))
                    : store.deliveries().find(key).map(LeaseView::of);
        });
    }

    /**
     * How many lots of a pool a tenant can have at an instant, if nothing fails: those that are offerable or in use, and
     * those that will have been sanitized and deployed by then. A lot whose lease ends before needs a turnaround; one
     * that goes back to internal work does not count.
     */
    public long usableLots(PoolId pool, long at) {
        return usableLots(pool, List.of(at)).get(0);
    }

    /** The same at several instants, of which the fleet is read once. */
    public List<Long> usableLots(PoolId pool, List<Long> instants) {
        long turnaround =
                policy.turnaround().getOrDefault(pool.sku(), Duration.ZERO).toMillis();
        return read(store -> {
            List<FleetLot> lots = store.load().lots.values().stream()
                    .filter(lot -> lot.pool.equals(pool))
                    .toList();
            return instants.stream()
                    .map(at -> lots.stream()
                            .filter(lot -> Capacity.isUsable(lot, at, turnaround))
                            .count())
                    .toList();
        });
    }

    /** All nodes, in the order of their names. */
    public List<NodeRecord> nodes() {
        return read(store -> store.load().nodes.values().stream()
                .map(NodeRecord::of)
                .sorted(Comparator.comparing(NodeRecord::node))
                .toList());
    }

    /**
     * The nodes that are started for a tenant, or with one. One question to the database, of these rows alone: it is asked
     * often.
     */
    public Map<NodeRef, LeasedNode> leasedNodes() {
        return read(FleetStore::leasedNodes);
    }

    /** How many nodes of a pool are in each state; every state is there. */
    public Map<NodeState, Integer> counts(PoolId pool) {
        return read(store -> {
            Map<NodeState, Integer> counts = new EnumMap<>(NodeState.class);
            for (NodeState state : NodeState.values()) {
                counts.put(state, 0);
            }
            store.load().nodes.values().stream()
                    .filter(node -> node.lot.pool.equals(pool))
                    .forEach(node -> counts.merge(node.state, 1, Integer::sum));
            return counts;
        });
    }

    /** When each lot of a delivery was in its holder's hands and healthy, in the order of the hand-overs. */
    public List<HandOverSpan> handOvers(LeaseKey key) {
        return read(store -> store.chronicle().handOvers(key));
    }

    /** What has changed since; ask again with the last sequence that came. */
    public List<Change> changesAfter(long sequence, int most) {
        return read(store -> store.chronicle().changesAfter(sequence, most));
    }

    /**
     * The instant up to which everything is known that the backends had to say, epoch milliseconds; empty before the first
     * look.
     */
    public OptionalLong lastLook() {
        return read(FleetStore::lastLook);
    }

    /** Everything that was recorded of how a node was sanitized, oldest first. */
    public List<SanitizeReport> reports(NodeRef node) {
        return read(store -> store.reports().of(node));
    }

    /** Of every node that a lease was ever given, how it was erased before; in the order of the hand-overs. */
    public List<HandOverProof> proofs(LeaseKey key) {
        return read(store -> store.reports().handOverProofs(key));
    }

    /** The life of a node, oldest step first. */
    public List<Passage> story(NodeRef node) {
        return read(store -> store.chronicle().story(node));
    }

    /**
     * Compares the fleet's books with each other and with the backend. Machines that came after the last step are missing
     * from the books until the next.
     *
     * @throws ConservationException if a node is missing, or unproved, or two tenants meet on one lot
     */
    public void check(long now) {
        Set<NodeRef> listed = new TreeSet<>();
        Optional<Cursor> cursor = Optional.of(Cursor.START);
        while (cursor.isPresent()) {
            Page<NodeView> page = provisioner.list(cursor.get(), now);
            page.items().forEach(view -> listed.add(view.node()));
            cursor = page.next();
        }
        List<String> violations = read(store -> Conservation.violations(store.load(), listed));
        if (!violations.isEmpty()) {
            throw new ConservationException(violations);
        }
    }

    private <T> T write(Function<FleetStore, T> work) {
        return FleetStore.write(transactions, work);
    }

    private <T> T read(Function<FleetStore, T> work) {
        return FleetStore.read(transactions, work);
    }
}
