package io.tidemark.fleet.driver.embedded;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.Access;
import io.tidemark.fleet.driver.Capability;
import io.tidemark.fleet.driver.Claim;
import io.tidemark.fleet.driver.ClaimRefusedException;
import io.tidemark.fleet.driver.Cursor;
import io.tidemark.fleet.driver.DriverException;
import io.tidemark.fleet.driver.Fence;
import io.tidemark.fleet.driver.FenceResult;
import io.tidemark.fleet.driver.FenceView;
import io.tidemark.fleet.driver.GangSpec;
import io.tidemark.fleet.driver.GangSpec.Placement;
import io.tidemark.fleet.driver.ImageRef;
import io.tidemark.fleet.driver.InternalFence;
import io.tidemark.fleet.driver.LotShape;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.NodeView;
import io.tidemark.fleet.driver.Page;
import io.tidemark.fleet.driver.Phase;
import io.tidemark.fleet.driver.Provisioner;
import io.tidemark.fleet.driver.ReleaseReason;
import io.tidemark.fleet.driver.SanitizeReport;
import io.tidemark.fleet.driver.SanitizeStep;
import io.tidemark.fleet.jdbc.Session;
import io.tidemark.fleet.jdbc.Transactions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * The default driver: a provisioner and an internal scheduler without machines.
 *
 * <p>Safe for use by several threads and processes: every call is one transaction that locks the rows it looks at.
 */
public final class EmbeddedFleet implements Provisioner, InternalFence {
    private static final int PAGE = 500;

    private final Transactions transactions;
    private final EmbeddedOptions options;
    private final Chance chance;

    /** A fleet in these tables, which must have been made by the migration {@code V200__fleet.sql}. */
    public EmbeddedFleet(DataSource rows, EmbeddedOptions options) {
        this.transactions = new Transactions(rows);
        this.options = options;
        this.chance = new Chance(options.seed());
    }

    /**
     * Sees to it that a pool has so many lots; doing it again does nothing. Machines are never removed.
     *
     * @param lots one NVLink domain each
     * @param now epoch milliseconds
     */
    public void install(PoolId pool, int lots, long now) {
        String prefix = pool.toString().toLowerCase(Locale.ROOT).replace('.', '-');
        int nodes = LotShape.of(pool.sku()).nodesPerDomain();
        transactions.run(session -> {
            session.update("lock table embedded_node in exclusive mode");
            long ordinal = session.number("select coalesce(max(ordinal) + 1, 0) from embedded_node");
            long installed =
                    session.number("select count(distinct domain) from embedded_node where pool = ?", pool.toString());
            for (long lot = installed + 1; lot <= lots; lot++) {
                String domain = String.format(Locale.ROOT, "%s-%04d", prefix, lot);
                for (int tray = 1; tray <= nodes; tray++) {
                    String node = nodes == 1 ? domain : String.format(Locale.ROOT, "%s-t%02d", domain, tray);
                    session.update(
                            "insert into embedded_node (node, ordinal, pool, domain, phase, since, claim, generation,"
                                    + " sanitize_epoch, fault) values (?, ?, ?, ?, 'INTERNAL', ?, 0, 0, 0, '')",
                            node,
                            (int) ordinal++,
                            pool.toString(),
                            domain,
                            now);
                }
            }
        });
    }

    /** Lets a node die at once, for demonstrations and tests. */
    public void kill(NodeRef node, long now) {
        change(node, now, machine -> die(machine, now));
    }

    @Override
    public Page<NodeView> list(Cursor cursor, long now) {
        return transactions.call(session -> {
            advanceAll(session, now);
            List<NodeView> views = session.list(
                    "select * from embedded_node where node > ? order by node limit ?",
                    row -> Machine.read(row).view(),
                    cursor.after(),
                    PAGE + 1);
            if (views.size() <= PAGE) {
                return new Page<>(views, Optional.empty(), now);
            }
            List<NodeView> page = views.subList(0, PAGE);
            return new Page<>(
                    page, Optional.of(new Cursor(page.get(PAGE - 1).node().name())), now);
        });
    }

    @Override
    public Claim claim(GangSpec gang, Fence fence, long now) {
        return transactions.call(session -> {
            List<Machine> candidates = lock(session, gang.candidates(), now);
            candidates.forEach(machine -> machine.require(fence));
            List<Machine> taken = candidates.stream()
                    .filter(machine -> machine.phase.isTenants()
                            && machine.isLeasedTo(fence.lease())
                            && machine.claim == fence.generation())
                    .toList();
            if (!taken.isEmpty()) {
                return claimed(taken, fence);
            }
            List<Machine> chosen = candidates.stream()
                    .filter(machine -> machine.phase == Phase.CLEAN)
                    .sorted(Comparator.comparing(
                                    (Machine machine) -> !gang.prefer().contains(machine.node))
                            .thenComparing(machine -> machine.node))
                    .limit(gang.nodes())
                    .toList();
            if (chosen.size() < gang.nodes()) {
                throw new ClaimRefusedException(
                        "only " + chosen.size() + " of " + gang.nodes() + " nodes are free for " + fence.lease());
            }
            if (gang.placement() == Placement.SAME_DOMAIN
                    && chosen.stream().map(machine -> machine.domain).distinct().count() > 1) {
                throw new ClaimRefusedException("the candidates are not of one domain for " + fence.lease());
            }
            for (Machine machine : chosen) {
                machine.see(fence);
                machine.lease = fence.lease();
                machine.claim = fence.generation();
                machine.enter(Phase.CLAIMED, now);
                machine.write(session);
            }
            return claimed(chosen, fence);
        });
    }

    @Override
    public void deploy(NodeRef node, ImageRef image, Access access, Fence fence, long now) {
        change(node, now, machine -> {
            machine.see(fence);
            if (!machine.phase.isTenants() || !machine.isLeasedTo(fence.lease())) {
                throw new DriverException(node + " is " + machine.phase + ", not claimed for " + fence.lease());
            }
            if (machine.phase == Phase.CLAIMED) {
                long lasts = times(machine).deploy().at(drawn(machine, "deploy time"));
                boolean fails = drawn(machine, "deploy") < options.faults().deployFailure();
                machine.enter(Phase.DEPLOYING, now, lasts, fails ? Phase.DEPLOY_FAILED : Phase.CHECKING);
            }
        });
    }

    @Override
    public void release(NodeRef node, ReleaseReason reason, Fence fence, long now) {
        transactions.run(session -> {
            Machine machine = lock(session, node, now);
            machine.see(fence);
            if (machine.sanitizeEpoch == fence.generation()) {
                return;
            }
            if (machine.phase == Phase.INTERNAL || machine.phase == Phase.FENCING) {
                throw new DriverException(node + " is in internal use and must be fenced first");
            }
            if (machine.phase == Phase.DEAD || !machine.fault.isEmpty()) {
                throw new DriverException(node + " " + machine.fault + " and must be repaired first");
            }
            if (machine.phase.isTenants() && !machine.isLeasedTo(fence.lease())) {
                throw new DriverException(node + " is with " + machine.lease + ", not " + fence.lease());
            }
            sanitize(session, machine, fence.generation(), now);
            machine.write(session);
        });
    }

    /** Both sides of a hand-over are one row here: it is {@link #unfence} that moves it. */
    @Override
    public void giveBack(NodeRef node, Fence fence, long now) {
        change(node, now, machine -> {
            machine.see(fence);
            boolean free = machine.phase == Phase.INTERNAL
                    || machine.phase == Phase.FENCING
                    || machine.phase == Phase.FENCED
                    || machine.phase == Phase.CLEAN;
            if (!free) {
                throw new DriverException(node + " is " + machine.phase + " and cannot be given back");
            }
        });
    }

    @Override
    public Optional<SanitizeReport> sanitizeReport(NodeRef node, long epoch, long now) {
        return transactions.call(session -> session.first(
                "select s.*, n.pool from embedded_sanitize s join embedded_node n using (node)"
                        + " where node = ? and epoch = ? and ended_at <= ?",
                row -> Proof.of(
                        node,
                        PoolId.parse(row.getString("pool")).sku(),
                        epoch,
                        row.getLong("started_at"),
                        row.getLong("ended_at"),
                        Optional.ofNullable(row.getString("failed_step")).map(SanitizeStep::valueOf)),
                node.name(),
                epoch,
                now));
    }

    @Override
    public void quarantine(NodeRef node, String why, long now) {
        change(node, now, machine -> {
            if (machine.phase != Phase.HELD) {
                machine.enter(Phase.HELD, now);
            }
        });
    }

    @Override
    public void repaired(NodeRef node, long now) {
        change(node, now, machine -> {
            if (machine.phase == Phase.DEAD || machine.phase == Phase.HELD) {
                machine.fault = "";
                machine.enter(Phase.HELD, now);
            }
        });
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.values());
    }

    @Override
    public Map<NodeRef, FenceView> standing(long now) {
        return transactions.call(session -> {
            advanceAll(session, now);
            Map<NodeRef, FenceView> standing = new TreeMap<>();
            session.list("select * from embedded_node order by node", Machine::read)
                    .forEach(machine -> standing.put(machine.node, machine.fence()));
            return standing;
        });
    }

    @Override
    public FenceResult fence(GangSpec gang, Fence fence, long now) {
        return transactions.call(session -> {
            List<NodeRef> accepted = new ArrayList<>();
            List<NodeRef> busy = new ArrayList<>();
            for (Machine machine : lock(session, gang.candidates(), now)) {
                machine.see(fence);
                if (machine.phase == Phase.INTERNAL) {
                    long lasts = times(machine).fence().at(drawn(machine, "fence time"));
                    machine.enter(Phase.FENCING, now, lasts, Phase.FENCED);
                    machine.lease = fence.lease();
                }
                boolean out = machine.phase == Phase.FENCING || machine.phase == Phase.FENCED;
                (out ? accepted : busy).add(machine.node);
                machine.write(session);
            }
            return new FenceResult(Set.copyOf(accepted), Set.copyOf(busy));
        });
    }

    @Override
    public void unfence(Set<NodeRef> nodes, Fence fence, long now) {
        transactions.run(session -> {
            for (Machine machine : lock(session, nodes, now)) {
                machine.see(fence);
                switch (machine.phase) {
                    // Fenced only: what is on it is internal work's own.
                    case FENCING, FENCED, CLEAN -> machine.enter(Phase.INTERNAL, now);
                    case INTERNAL -> {
                        // Done already.
                    }
                    default ->
                        throw new DriverException(
                                machine.node + " is " + machine.phase + " and must not go back to internal use");
                }
                machine.lease = null;
                machine.write(session);
            }
        });
    }

    private static Claim claimed(List<Machine> machines, Fence fence) {
        return new Claim(
                fence, Set.copyOf(machines.stream().map(machine -> machine.node).toList()));
    }

    private void change(NodeRef node, long now, Consumer<Machine> what) {
        transactions.run(session -> {
            Machine machine = lock(session, node, now);
            what.accept(machine);
            machine.write(session);
        });
    }

    private Machine lock(Session session, NodeRef node, long now) {
        return lock(session, List.of(node), now).get(0);
    }

    /** The machines as they are now, in the order of their names. */
    private List<Machine> lock(Session session, Collection<NodeRef> nodes, long now) {
        String[] names = nodes.stream().map(NodeRef::name).toArray(String[]::new);
        List<Machine> machines = session.list(
                "select * from embedded_node where node = any (?) order by node for update", Machine::read, (Object)
                        names);
        if (machines.size() < nodes.size()) {
            throw new DriverException("there are not all of " + nodes);
        }
        machines.forEach(machine -> advance(machine, now));
        return machines;
    }

    private void advanceAll(Session session, long now) {
        // Locked in the order of their names, as everywhere, so that two callers never wait for each other.
        List<Machine> due = session.list(
                "select * from embedded_node where ends_at <= ? order by node for update", Machine::read, now);
        due.forEach(machine -> {
            advance(machine, now);
            machine.write(session);
        });
    }

    /** Lets everything happen that is due. */
    private void advance(Machine machine, long now) {
        while (machine.endsAt != null && machine.endsAt <= now && machine.nextPhase != null) {
            long at = machine.endsAt;
            Phase next = machine.nextPhase;
            switch (next) {
                case CHECKING -> {
                    boolean fails = drawn(machine, "check") < options.faults().deployFailure();
                    machine.enter(
                            Phase.CHECKING,
                            at,
                            times(machine).check().at(drawn(machine, "check time")),
                            fails ? Phase.DEPLOY_FAILED : Phase.ACTIVE);
                }
                case ACTIVE -> activate(machine, at);
                case DEAD -> die(machine, at);
                case CLEAN -> {
                    machine.lease = null;
                    machine.enter(Phase.CLEAN, at);
                }
                case CLEAN_FAILED -> {
                    machine.fault = Machine.CANNOT_ERASE;
                    machine.enter(Phase.CLEAN_FAILED, at);
                }
                default -> machine.enter(next, at);
            }
        }
    }

    private void activate(Machine machine, long at) {
        double perHour = options.faults().deathsPerHour();
        if (perHour == 0) {
            machine.enter(Phase.ACTIVE, at);
            return;
        }
        // Deaths come at a constant rate, so the time to one is exponential.
        double hours = Math.log(1 - drawn(machine, "death")) / Math.log(1 - perHour);
        machine.enter(Phase.ACTIVE, at, 1 + (long) (hours * Hours.MILLIS), Phase.DEAD);
    }

    private static void die(Machine machine, long at) {
        machine.fault = Machine.DEAD;
        machine.enter(Phase.DEAD, at);
    }

    private void sanitize(Session session, Machine machine, long epoch, long now) {
        machine.sanitizeEpoch = epoch;
        long lasts = times(machine).sanitize().at(drawn(machine, "sanitize time"));
        boolean fails = drawn(machine, "erase") < options.faults().eraseFailure();
        SanitizeStep[] steps = SanitizeStep.values();
        SanitizeStep failing = steps[(int) (drawn(machine, "failing step") * steps.length)];
        machine.enter(Phase.CLEANING, now, lasts, fails ? Phase.CLEAN_FAILED : Phase.CLEAN);
        session.update(
                "insert into embedded_sanitize (node, epoch, started_at, ended_at, failed_step) values (?, ?, ?, ?, ?)",
                machine.node.name(),
                epoch,
                now,
                now + lasts,
                fails ? failing.name() : null);
    }

    private StepTimes times(Machine machine) {
        StepTimes times = StepTimes.standard(machine.pool.sku());
        return options.fasterBy() == 1 ? times : times.faster(options.fasterBy());
    }

    private double drawn(Machine machine, String what) {
        return chance.of(machine.node.name(), machine.generation, what);
    }
}
