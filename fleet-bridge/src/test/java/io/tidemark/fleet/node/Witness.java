package io.tidemark.fleet.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.fleet.driver.Access;
import io.tidemark.fleet.driver.BackendBusyException;
import io.tidemark.fleet.driver.Capability;
import io.tidemark.fleet.driver.Claim;
import io.tidemark.fleet.driver.Cursor;
import io.tidemark.fleet.driver.Fence;
import io.tidemark.fleet.driver.FenceResult;
import io.tidemark.fleet.driver.FenceView;
import io.tidemark.fleet.driver.GangSpec;
import io.tidemark.fleet.driver.ImageRef;
import io.tidemark.fleet.driver.InternalFence;
import io.tidemark.fleet.driver.Isolation;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.NodeView;
import io.tidemark.fleet.driver.Page;
import io.tidemark.fleet.driver.Phase;
import io.tidemark.fleet.driver.Provisioner;
import io.tidemark.fleet.driver.ReleaseReason;
import io.tidemark.fleet.driver.SanitizeReport;
import io.tidemark.fleet.driver.embedded.EmbeddedFleet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the fleet and its machines, and remembers on its own whose data is on which node. It asks the machines
 * for the proof, never the fleet's books.
 */
final class Witness implements Provisioner, InternalFence {
    private static final String INTERNAL_WORK = "internal work";

    private final EmbeddedFleet machines;
    private final BooleanSupplier fails;
    /** Who had a node last, and the generation at which they got it. */
    private final Map<NodeRef, Holder> lastHolders = new HashMap<>();

    int claims;
    int releases;
    int injected;
    boolean away;
    /** What internal work has: it cannot be fenced. */
    final Set<NodeRef> busy = new HashSet<>();

    @Nullable Runnable beforeNextVerb;

    @Nullable Runnable afterNextList;

    private record Holder(String who, long generation) {}

    Witness(EmbeddedFleet machines, BooleanSupplier fails) {
        this.machines = machines;
        this.fails = fails;
    }

    @Override
    public Page<NodeView> list(Cursor cursor, long now) {
        if (away) {
            throw new BackendBusyException("the machines do not answer");
        }
        Page<NodeView> page = machines.list(cursor, now);
        for (NodeView view : page.items()) {
            if (view.phase() == Phase.INTERNAL) {
                Holder before = lastHolders.get(view.node());
                if (before != null && !before.who().equals(INTERNAL_WORK)) {
                    assertCleanSince(view.node(), before, view.sanitizeEpoch(), now);
                }
                lastHolders.put(view.node(), new Holder(INTERNAL_WORK, view.generation()));
            }
        }
        Page<NodeView> told =
                new Page<>(page.items().stream().map(this::withWork).toList(), page.next(), page.asOf());
        Runnable after = afterNextList;
        if (after != null) {
            afterNextList = null;
            after.run();
        }
        return told;
    }

    private NodeView withWork(NodeView view) {
        return view.phase() == Phase.INTERNAL && busy.contains(view.node()) ? view.asBusy() : view;
    }

    @Override
    public Claim claim(GangSpec gang, Fence fence, long now) {
        mayFail();
        Claim claim = machines.claim(gang, fence, now);
        claims++;
        assertThat(claim.nodes()).as("all or nothing").hasSize(gang.nodes());
        Map<NodeRef, NodeView> views = views(now);
        for (NodeRef node : claim.nodes()) {
            NodeView view = Objects.requireNonNull(views.get(node));
            Holder before = Objects.requireNonNull(lastHolders.get(node), "every node was somebody's before");
            boolean same = before.who().equals(fence.lease().toString()) && before.generation() == fence.generation();
            if (!same) {
                assertCleanSince(node, before, view.sanitizeEpoch(), now);
            }
            lastHolders.put(node, new Holder(fence.lease().toString(), fence.generation()));
        }
        return claim;
    }

    private void assertCleanSince(NodeRef node, Holder before, long epoch, long now) {
        assertThat(epoch).as("sanitized after " + before).isGreaterThan(before.generation());
        Optional<SanitizeReport> report = machines.sanitizeReport(node, epoch, now);
        assertThat(report).as("proof for " + node + " after " + before).isPresent();
        assertThat(report.get().isComplete())
                .as("complete proof for " + node + " after " + before)
                .isTrue();
    }

    @Override
    public void deploy(NodeRef node, ImageRef image, Access access, Fence fence, long now) {
        mayFail();
        Holder holder = Objects.requireNonNull(lastHolders.get(node));
        assertThat(holder.who())
                .as("never two tenants on " + node)
                .isEqualTo(fence.lease().toString());
        machines.deploy(node, image, access, fence, now);
    }

    @Override
    public void release(NodeRef node, ReleaseReason reason, Fence fence, long now) {
        mayFail();
        releases++;
        machines.release(node, reason, fence, now);
    }

    @Override
    public Optional<SanitizeReport> sanitizeReport(NodeRef node, long epoch, long now) {
        mayFail();
        return machines.sanitizeReport(node, epoch, now);
    }

    @Override
    public void giveBack(NodeRef node, Fence fence, long now) {
        mayFail();
        machines.giveBack(node, fence, now);
    }

    @Override
    public Isolation isolation(NodeRef node, Fence fence, long now) {
        mayFail();
        return machines.isolation(node, fence, now);
    }

    @Override
    public void quarantine(NodeRef node, String why, long now) {
        mayFail();
        machines.quarantine(node, why, now);
    }

    @Override
    public void repaired(NodeRef node, long now) {
        machines.repaired(node, now);
    }

    @Override
    public Set<Capability> capabilities() {
        return machines.capabilities();
    }

    @Override
    public FenceResult fence(GangSpec gang, Fence fence, long now) {
        mayFail();
        Set<NodeRef> idle = new HashSet<>(gang.candidates());
        idle.removeAll(busy);
        if (idle.size() == gang.candidates().size()) {
            return machines.fence(gang, fence, now);
        }
        Set<NodeRef> taken = idle.isEmpty()
                ? Set.of()
                : machines.fence(GangSpec.exactly(gang.sku(), gang.placement(), idle), fence, now)
                        .accepted();
        Set<NodeRef> left = new HashSet<>(gang.candidates());
        left.removeAll(taken);
        return new FenceResult(taken, left);
    }

    @Override
    public Map<NodeRef, FenceView> standing(long now) {
        mayFail();
        return machines.standing(now);
    }

    @Override
    public void isolate(NodeRef node, String why, Fence fence, long now) {
        mayFail();
        machines.isolate(node, why, fence, now);
    }

    @Override
    public void unfence(Set<NodeRef> nodes, Fence fence, long now) {
        mayFail();
        machines.unfence(nodes, fence, now);
    }

    /** Who the machines say has which node. */
    Map<NodeRef, LeaseKey> holders(long now) {
        Map<NodeRef, LeaseKey> holders = new HashMap<>();
        views(now).values().stream()
                .filter(view -> view.phase().isTenants())
                .forEach(view -> holders.put(view.node(), view.lease().orElseThrow()));
        return holders;
    }

    Map<NodeRef, NodeView> views(long now) {
        Map<NodeRef, NodeView> views = new HashMap<>();
        Optional<Cursor> cursor = Optional.of(Cursor.START);
        while (cursor.isPresent()) {
            Page<NodeView> page = machines.list(cursor.get(), now);
            page.items().forEach(view -> views.put(view.node(), view));
            cursor = page.next();
        }
        return views;
    }

    private void mayFail() {
        Runnable before = beforeNextVerb;
        if (before != null) {
            beforeNextVerb = null;
            before.run();
        }
        if (fails.getAsBoolean()) {
            injected++;
            throw new BackendBusyException("503");
        }
    }
}
