package io.tidemark.fleet.driver.embedded;

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
import io.tidemark.fleet.driver.Isolation;
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
import java.util.Comparator;
import java.util.List;
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
    private final MachineLife life;
    private final Rack rack;

    /** A fleet in these tables, which must have been made by the migrations {@code V2*__fleet*.sql}. */
    public EmbeddedFleet(DataSource rows, EmbeddedOptions options) {
        this.transactions = new Transactions(rows);
        this.life = new MachineLife(options);
        this.rack = new Rack(life);
    }

    /**
     * Sees to it that a pool has so many lots; doing it again does nothing. Machines are never removed.
     *
     * @param lots one NVLink domain each
     * @param now epoch milliseconds
     */
    public void install(PoolId pool, int lots, long now) {
        transactions.run(session -> rack.install(session, pool, lots, now));
    }

    /** Lets a node die at once, for demonstrations and tests. */
    public void kill(NodeRef node, long now) {
        change(node, now, machine -> MachineLife.die(machine, now));
    }

    @Override
    public Page<NodeView> list(Cursor cursor, long now) {
        return transactions.call(session -> {
            rack.advanceAll(session, now);
            List<NodeView> views = rack.after(session, cursor.after(), PAGE + 1).stream()
                    .map(Machine::view)
                    .toList();
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
            List<Machine> candidates = rack.lock(session, gang.candidates(), now);
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
                machine.link = access.link().orElse(null);
                life.deploy(machine, now);
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
            life.sanitize(session, machine, fence.generation(), now);
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
    public Isolation isolation(NodeRef node, Fence fence, long now) {
        return transactions.call(session -> {
            Machine machine = lock(session, node, now);
            machine.require(fence);
            return machine.isolation();
        });
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
            rack.advanceAll(session, now);
            Map<NodeRef, FenceView> standing = new TreeMap<>();
            rack.all(session).forEach(machine -> standing.put(machine.node, machine.fence()));
            return standing;
        });
    }

    @Override
    public FenceResult fence(GangSpec gang, Fence fence, long now) {
        return transactions.call(session -> {
            List<NodeRef> accepted = new ArrayList<>();
            List<NodeRef> busy = new ArrayList<>();
            for (Machine machine : rack.lock(session, gang.candidates(), now)) {
                machine.see(fence);
                takeOut(machine, fence, now);
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
            for (Machine machine : rack.lock(session, nodes, now)) {
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

    @Override
    public void isolate(NodeRef node, String why, Fence fence, long now) {
        change(node, now, machine -> {
            machine.see(fence);
            takeOut(machine, fence, now);
        });
    }

    private void takeOut(Machine machine, Fence fence, long now) {
        if (machine.phase == Phase.INTERNAL) {
            life.fence(machine, now);
            machine.lease = fence.lease();
        }
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
        return rack.lock(session, List.of(node), now).get(0);
    }
}
