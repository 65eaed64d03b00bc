package io.tidemark.fleet.node;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Sku;
import io.tidemark.fleet.driver.Cursor;
import io.tidemark.fleet.driver.DriverException;
import io.tidemark.fleet.driver.Fence;
import io.tidemark.fleet.driver.GangSpec;
import io.tidemark.fleet.driver.GangSpec.Placement;
import io.tidemark.fleet.driver.InternalFence;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.NodeView;
import io.tidemark.fleet.driver.Page;
import io.tidemark.fleet.driver.Provisioner;
import io.tidemark.fleet.driver.ReleaseReason;
import io.tidemark.fleet.driver.SanitizeReport;
import io.tidemark.fleet.jdbc.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

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
    private final InternalFence internal;
    private final FleetPolicy policy;

    /** A fleet in these tables, which must have been made by the migration {@code V200__fleet.sql}. */
    public Fleet(DataSource rows, Provisioner provisioner, InternalFence internal, FleetPolicy policy) {
        this.transactions = new Transactions(rows);
        this.provisioner = provisioner;
        this.internal = internal;
        this.policy = policy;
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
            Optional<Want> known = store.delivery(delivery.key());
            if (known.isPresent()) {
                Delivery before = known.get().delivery;
                if (delivery.version() < before.version()) {
                    return false;
                }
                if (delivery.version() == before.version()) {
                    // Notices and releases have versions of their own, so nothing can have changed under this one.
                    if (!delivery.equals(before)) {
                        throw new DeliveryConflictException(delivery.key(), delivery.version());
                    }
                    return false;
                }
            }
            store.enter(delivery);
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
            store.notice(key, version, staying, endsAt);
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
            store.release(key, version, staying, now);
            return true;
        });
    }

    private static boolean isLate(FleetStore store, LeaseKey key, long version) {
        Optional<Want> known = store.delivery(key);
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
        long seenAt = asOf;
        List<Loop.Act> acts = new ArrayList<>();
        int transitions = write(store -> {
            Board board = store.load();
            Loop loop = new Loop(board, policy, now);
            loop.takeUp(views);
            Planner.plan(board, policy.lead().toMillis(), now);
            acts.addAll(loop.reconcile(views, seenAt));
            store.save(board);
            return board.passages.size();
        });
        return ask(acts, transitions, now);
    }

    private StepReport ask(List<Loop.Act> acts, int transitions, long now) {
        int asked = 0;
        int failed = 0;
        for (List<Loop.Act> group : together(acts)) {
            try {
                ask(group, now);
                asked++;
            } catch (DriverException refused) {
                failed++;
                // Said once loudly; the repetitions of a long outage would drown everything else.
                LOG.atLevel(group.get(0).node().attempts == 0 ? Level.WARN : Level.DEBUG)
                        .log("{} of {}: {}", group.get(0).verb(), names(group), refused.getMessage());
            }
        }
        return new StepReport(transitions, asked, failed, false);
    }

    /** Fences go by lot, claims and returns by intent, everything else node by node. */
    private static List<List<Loop.Act>> together(List<Loop.Act> acts) {
        Map<List<Object>, List<Loop.Act>> groups = new LinkedHashMap<>();
        for (Loop.Act act : acts) {
            Object part = switch (act.verb()) {
                case FENCE, UNFENCE -> act.node().lot.domain;
                case CLAIM -> act.lease();
                case RELEASE, READ_EVIDENCE, DEPLOY, QUARANTINE, NOTHING -> act.node().ref;
            };
            groups.computeIfAbsent(List.of(act.verb(), part, act.generation()), key -> new ArrayList<>())
                    .add(act);
        }
        return List.copyOf(groups.values());
    }

    private void ask(List<Loop.Act> group, long now) {
        Loop.Act first = group.get(0);
        FleetNode node = first.node();
        Sku sku = node.lot.pool.sku();
        Fence fence = new Fence(first.lease(), first.generation());
        // Most backends know no generations: whoever has slept since it wrote its intent must find out here.
        if (read(store -> store.isOvertaken(names(group), first.generation()))) {
            throw new DriverException("overtaken by a later intent than generation " + first.generation());
        }
        switch (first.verb()) {
            case FENCE -> internal.fence(GangSpec.exactly(sku, Placement.SAME_DOMAIN, names(group)), fence, now);
            case UNFENCE -> {
                names(group).stream().sorted().forEach(back -> provisioner.giveBack(back, fence, now));
                internal.unfence(names(group), fence, now);
            }
            case CLAIM -> provisioner.claim(GangSpec.exactly(sku, Placement.ANY, names(group)), fence, now);
            case DEPLOY -> provisioner.deploy(node.ref, policy.image(), first.access(), fence, now);
            case RELEASE -> release(first, fence, now);
            case READ_EVIDENCE -> {
                Optional<SanitizeReport> report = provisioner.sanitizeReport(node.ref, first.generation(), now);
                report.ifPresent(read -> write(store -> {
                    store.file(read, now);
                    return true;
                }));
            }
            case QUARANTINE -> provisioner.quarantine(node.ref, String.valueOf(node.quarantinedWhy), now);
            case NOTHING -> throw new IllegalStateException("nothing to ask of " + node.ref);
        }
    }

    private void release(Loop.Act act, Fence fence, long now) {
        FleetNode node = act.node();
        ReleaseReason reason = ReleaseReason.FROM_INTERNAL;
        if (fence.lease().kind() != LeaseKey.Kind.HOUSE) {
            reason = ReleaseReason.LEASE_ENDED;
        } else if (node.quarantinedWhy != null) {
            boolean onlyCleaned = node.quarantinedWhy.isCleanedAtOnce();
            reason = onlyCleaned ? ReleaseReason.DEPLOY_FAILED : ReleaseReason.REPAIRED;
            if (!onlyCleaned) {
                provisioner.repaired(node.ref, now);
            }
        }
        provisioner.release(node.ref, reason, fence, now);
    }

    /** The leases of an account that are under way, in the order of their keys. */
    public List<LeaseView> leases(long account) {
        return read(store -> store.load().wants.values().stream()
                .filter(want -> want.delivery.account() == account)
                .map(Fleet::view)
                .toList());
    }

    /** One lease; of one that has ended only that it was. */
    public Optional<LeaseView> lease(LeaseKey key) {
        return read(store -> {
            Want running = store.load().wants.get(key);
            return running != null
                    ? Optional.of(view(running))
                    : store.delivery(key).map(Fleet::view);
        });
    }

    private static LeaseView view(Want want) {
        return new LeaseView(
                want.key(),
                want.lots,
                want.delivery.whole(),
                want.delivery.from(),
                want.delivery.until(),
                want.ended,
                want.assignments.stream().map(Fleet::view).toList());
    }

    private static LeaseView.LotView view(Assignment assignment) {
        return new LeaseView.LotView(
                assignment.lot.domain,
                assignment.readyAt == null ? OptionalLong.empty() : OptionalLong.of(assignment.readyAt),
                assignment.leavesAt == null ? OptionalLong.empty() : OptionalLong.of(assignment.leavesAt),
                assignment.lot.nodes.stream()
                        .filter(FleetNode::isUnderTenancy)
                        .map(node -> new LeaseView.NodeLine(node.ref, node.state, node.ssh, node.simulated))
                        .toList());
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
                            .filter(lot -> isUsable(lot, at, turnaround))
                            .count())
                    .toList();
        });
    }

    private static boolean isUsable(FleetLot lot, long at, long turnaround) {
        if (!lot.isSound() || !lot.offered) {
            return false;
        }
        if (lot.tenancy != null) {
            long end = lot.assignments.stream()
                    .mapToLong(assignment -> assignment.leavesAt != null
                            ? assignment.leavesAt
                            : assignment.want.delivery.until().orElse(Long.MAX_VALUE))
                    .max()
                    .orElse(Long.MAX_VALUE);
            boolean serving = lot.count(FleetNode::serves) >= lot.nodesNeeded();
            return serving && (end > at || at - end >= turnaround);
        }
        return lot.count(node -> node.state == NodeState.OFFERABLE
                        || ((node.state == NodeState.SANITIZING || node.state == NodeState.RELEASING)
                                && at - node.since >= turnaround))
                >= lot.nodesNeeded();
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
        return read(store -> store.handOvers(key));
    }

    /** What has changed since; ask again with the last sequence that came. */
    public List<Change> changesAfter(long sequence, int most) {
        return read(store -> store.changesAfter(sequence, most));
    }

    /** Everything that was recorded of how a node was sanitized, oldest first. */
    public List<SanitizeReport> reports(NodeRef node) {
        return read(store -> store.reports(node));
    }

    /** Of every node that a lease was ever given, how it was erased before; in the order of the hand-overs. */
    public List<HandOverProof> proofs(LeaseKey key) {
        return read(store -> store.proofs(key));
    }

    /** The life of a node, oldest step first. */
    public List<Passage> story(NodeRef node) {
        return read(store -> store.story(node));
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

    private static Set<NodeRef> names(List<Loop.Act> group) {
        return group.stream().map(act -> act.node().ref).collect(Collectors.toUnmodifiableSet());
    }

    private <T> T write(Function<FleetStore, T> work) {
        return transactions.call(session -> {
            FleetStore store = new FleetStore(session);
            store.becomeWriter();
            return work.apply(store);
        });
    }

    private <T> T read(Function<FleetStore, T> work) {
        return transactions.call(session -> work.apply(new FleetStore(session)));
    }
}
