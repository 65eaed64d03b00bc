package io.tidemark.fleet.driver.joined;

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
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.NodeView;
import io.tidemark.fleet.driver.Page;
import io.tidemark.fleet.driver.Phase;
import io.tidemark.fleet.driver.Provisioner;
import io.tidemark.fleet.driver.ReleaseReason;
import io.tidemark.fleet.driver.SanitizeReport;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Machines that one system provisions and another schedules internal work on, under the same names.
 *
 * <p>While the owner of the metal says that a node is internal, the scheduler says how far it is out of internal use. In
 * all other phases the owner's word counts, with one exception: a node that is clean and whose fence does not stand may be
 * taken by internal work at any moment. It is told as {@link Phase#HELD}, so that nobody offers it and a person looks.
 * What a tenant has stays the tenant's, whatever the scheduler says. A node that the scheduler does not know is as its
 * owner says, and never leaves internal use.
 *
 * <p>Every look asks both; one that cannot be reached makes the whole look fail, and nothing is decided on half of it. Safe
 * for use by several threads if both are.
 */
public final class JoinedFleet implements Provisioner, InternalFence {
    private final Provisioner metal;
    private final InternalFence scheduler;

    /** What its owner had let go at the last look. A process that starts anew has to look once more, and does. */
    private final Set<NodeRef> letGo = new HashSet<>();

    public JoinedFleet(Provisioner metal, InternalFence scheduler) {
        this.metal = metal;
        this.scheduler = scheduler;
    }

    @Override
    public Page<NodeView> list(Cursor cursor, long now) {
        // The scheduler first: a node on its way back is let go by its owner before it is opened, so that what is clean
        // here and open there was not just overtaken.
        Map<NodeRef, FenceView> fences = scheduler.standing(now);
        Page<NodeView> page = metal.list(cursor, now);
        return new Page<>(
                page.items().stream()
                        .map(view -> joined(view, Optional.ofNullable(fences.get(view.node()))))
                        .toList(),
                page.next(),
                page.asOf());
    }

    private NodeView joined(NodeView view, Optional<FenceView> fence) {
        saw(view.node(), view.phase());
        if (fence.isEmpty()) {
            // Nobody can fence what the scheduler does not know.
            return view.phase() == Phase.INTERNAL ? view.asBusy() : view;
        }
        FenceView its = fence.get();
        if (view.phase() == Phase.INTERNAL) {
            return with(view, its.state(), its);
        }
        return with(view, view.phase() == Phase.CLEAN && isOpen(its) ? Phase.HELD : view.phase(), its);
    }

    private static boolean isOpen(FenceView fence) {
        return fence.state() != Phase.FENCED && fence.state() != Phase.FENCING;
    }

    private synchronized void saw(NodeRef node, Phase phase) {
        if (phase == Phase.INTERNAL) {
            letGo.add(node);
        } else {
            letGo.remove(node);
        }
    }

    private synchronized void forget(NodeRef node) {
        letGo.remove(node);
    }

    private synchronized Set<NodeRef> letGo(Set<NodeRef> nodes) {
        return nodes.stream().filter(letGo::contains).collect(Collectors.toUnmodifiableSet());
    }

    private static NodeView with(NodeView view, Phase phase, FenceView fence) {
        boolean schedulers = view.phase() == Phase.INTERNAL;
        return new NodeView(
                view.node(),
                view.pool(),
                view.domain(),
                phase,
                view.backendState() + " / " + fence.backendState(),
                schedulers ? fence.since() : view.since(),
                view.simulated(),
                schedulers ? fence.lease() : view.lease(),
                Math.max(view.generation(), fence.generation()),
                view.sanitizeEpoch(),
                schedulers && fence.busy(),
                view.ssh());
    }

    // ---- out of internal use, and back

    @Override
    public Map<NodeRef, FenceView> standing(long now) {
        return scheduler.standing(now);
    }

    @Override
    public FenceResult fence(GangSpec gang, Fence fence, long now) {
        return scheduler.fence(gang, fence, now);
    }

    @Override
    public void isolate(NodeRef node, String why, Fence fence, long now) {
        scheduler.isolate(node, why, fence, now);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Two steps for whoever asks again until the node is internal: first its owner lets it go, and only when a look has
     * shown that it did does the scheduler get it. The owner is asked both times, and refuses what is a tenant's again.
     */
    @Override
    public void unfence(Set<NodeRef> nodes, Fence fence, long now) {
        Set<NodeRef> free = letGo(nodes);
        nodes.stream().sorted().forEach(node -> metal.giveBack(node, fence, now));
        if (!free.isEmpty()) {
            scheduler.unfence(free, fence, now);
        }
    }

    // ---- the owner's

    @Override
    public Claim claim(GangSpec gang, Fence fence, long now) {
        return metal.claim(gang, fence, now);
    }

    @Override
    public void deploy(NodeRef node, ImageRef image, Access access, Fence fence, long now) {
        metal.deploy(node, image, access, fence, now);
    }

    /**
     * {@inheritDoc}
     *
     * <p>A node that was repaired may be open to internal work, or would be when it is not down any more: then its scheduler
     * is told to let none start, and it is sanitized when whoever asks again finds it so.
     *
     * @throws BackendBusyException also if no tenant had the node and its fence does not stand: wiping it would take
     *     internal work's disks from under it
     */
    @Override
    public void release(NodeRef node, ReleaseReason reason, Fence fence, long now) {
        switch (reason) {
            case FROM_INTERNAL ->
                requireFenced(node, Optional.ofNullable(scheduler.standing(now).get(node)));
            case REPAIRED -> {
                Optional<FenceView> its =
                        Optional.ofNullable(scheduler.standing(now).get(node));
                if (its.isPresent()) {
                    if (isOpen(its.get())) {
                        scheduler.isolate(node, "repaired, to be sanitized", fence, now);
                    }
                    requireFenced(node, its);
                }
            }
            case LEASE_ENDED, DEPLOY_FAILED -> {
                // A tenant's data leaves the node, whatever the scheduler says.
            }
        }
        forget(node);
        metal.release(node, reason, fence, now);
    }

    private static void requireFenced(NodeRef node, Optional<FenceView> fence) {
        if (fence.isEmpty()) {
            throw new BackendBusyException(
                    node + " is not out of internal use: its scheduler does not know it; it must be"
                            + " in the scheduler's pool under this name");
        }
        if (fence.get().state() != Phase.FENCED) {
            throw new BackendBusyException(node + " is not out of internal use yet: "
                    + fence.get().state() + ", " + fence.get().backendState());
        }
    }

    @Override
    public void giveBack(NodeRef node, Fence fence, long now) {
        metal.giveBack(node, fence, now);
    }

    @Override
    public Optional<SanitizeReport> sanitizeReport(NodeRef node, long epoch, long now) {
        return metal.sanitizeReport(node, epoch, now);
    }

    @Override
    public void quarantine(NodeRef node, String why, long now) {
        metal.quarantine(node, why, now);
    }

    @Override
    public void repaired(NodeRef node, long now) {
        metal.repaired(node, now);
    }

    @Override
    public Isolation isolation(NodeRef node, Fence fence, long now) {
        return metal.isolation(node, fence, now);
    }

    @Override
    public Set<Capability> capabilities() {
        return metal.capabilities();
    }
}
