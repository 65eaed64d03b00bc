package io.tidemark.fleet.driver.ironic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.Access;
import io.tidemark.fleet.driver.BackendBusyException;
import io.tidemark.fleet.driver.Capability;
import io.tidemark.fleet.driver.Claim;
import io.tidemark.fleet.driver.Cursor;
import io.tidemark.fleet.driver.DriverException;
import io.tidemark.fleet.driver.Fence;
import io.tidemark.fleet.driver.GangSpec;
import io.tidemark.fleet.driver.ImageRef;
import io.tidemark.fleet.driver.Isolation;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.NodeView;
import io.tidemark.fleet.driver.Page;
import io.tidemark.fleet.driver.Phase;
import io.tidemark.fleet.driver.Provisioner;
import io.tidemark.fleet.driver.ReleaseReason;
import io.tidemark.fleet.driver.SanitizeReport;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Machines that Ironic manages. Market time must be the time of day: what Ironic dates, it dates with its own clock.
 *
 * <p>Each call is a few requests, and each request is answered when Ironic has taken note. What a call changes it changes in
 * an order that can be broken off anywhere: the mark first, so that what Ironic then does is known to be ours, and the same
 * call again finishes it. Safe for use by several threads and processes; what two at once can do is in {@link Mark}.
 */
public final class IronicFleet implements Provisioner {
    private final IronicOptions options;
    private final Nodes nodes;
    private final RamdiskLogs logs;

    /** The fleet behind this Ironic; nothing is asked of it yet. */
    public IronicFleet(IronicOptions options) {
        this(options, pool -> true);
    }

    /** The same, of these pools alone: others, which another market may serve, are left out. */
    public IronicFleet(IronicOptions options, Set<PoolId> pools) {
        this(options, Set.copyOf(pools)::contains);
    }

    private IronicFleet(IronicOptions options, Predicate<PoolId> ours) {
        this.options = options;
        this.nodes = new Nodes(new IronicApi(options), options.pageSize(), ours);
        this.logs = new RamdiskLogs(options.evidence());
    }

    @Override
    public Page<NodeView> list(Cursor cursor, long now) {
        Nodes.Part part = nodes.list(cursor);
        return new Page<>(
                part.nodes().stream()
                        .map(node -> node.view(options.healthStep(), now))
                        .toList(),
                part.next(),
                now);
    }

    @Override
    public Claim claim(GangSpec gang, Fence fence, long now) {
        return new GangClaim(nodes, gang, fence).take();
    }

    @Override
    public void deploy(NodeRef ref, ImageRef image, Access access, Fence fence, long now) {
        BareMetal node = nodes.read(ref);
        node.require(fence);
        Phase phase = phase(node);
        if (!phase.isTenants() || !node.isLeasedTo(fence.lease())) {
            throw new DriverException(ref + " is " + phase + ", not claimed for " + fence.lease());
        }
        if (phase == Phase.CLAIMED) {
            Deployment deployment = new Deployment(options);
            nodes.mark(node, node.mark().seen(fence.generation()), deployment.image(image));
            nodes.provision(node, deployment.start(node, access));
        }
    }

    @Override
    public void release(NodeRef ref, ReleaseReason reason, Fence fence, long now) {
        BareMetal node = nodes.read(ref);
        node.require(fence);
        if (node.mark().sanitize() == fence.generation() && node.hasBegunToSanitize()) {
            return;
        }
        Phase phase = phase(node);
        if (node.isFaulty()) {
            throw new DriverException(ref + " is " + phase + " and must be repaired first");
        }
        if (phase == Phase.INTERNAL && reason != ReleaseReason.FROM_INTERNAL) {
            throw new DriverException(ref + " is in internal use, and nobody else's to release");
        }
        if (phase.isTenants() && !node.isLeasedTo(fence.lease())) {
            throw new DriverException(ref + " is with "
                    + node.allocation().map(theirs -> theirs.lease().toString()).orElse("somebody else") + ", not "
                    + fence.lease());
        }
        switch (node.state()) {
            case "manageable" -> clean(node, fence);
            case "available", "clean failed", "inspect failed" -> {
                if (node.allocated()) {
                    nodes.deallocate(node);
                }
                // An epoch that is written while Ironic calls the node available would look as if it had been carried
                // out.
                nodes.provision(node, "manage");
                clean(nodes.read(ref), fence);
            }
            case "active", "deploy failed", "error", "rescue", "rescue failed", "unrescue failed" ->
                sanitize(node, fence, "deleted");
            case "clean wait" -> {
                // In maintenance Ironic would not even notice that a step does not end.
                endOurMaintenance(node);
                nodes.provision(node, "abort");
                throw new BackendBusyException(
                        ref + " is being cleaned for an earlier release, which was told to stop");
            }
            // Ironic takes no mark while a deployment is under way; its own callback timeout ends one that hangs.
            default -> throw new BackendBusyException(ref + " is " + node.state() + ", which cannot be interrupted");
        }
    }

    /**
     * Cleans a node in {@code manageable}. If a conductor died while it cleaned the node, Ironic still has the step it was at,
     * takes the next cleaning for the rest of that one, does nothing, and calls the node available. So that one is begun for
     * no release, and proves none; whoever asks again breaks it off or finds it ended, and either way the step is forgotten.
     */
    private void clean(BareMetal node, Fence fence) {
        if (node.atCleanStep()) {
            endOurMaintenance(node);
            nodes.provision(node, "provide");
            throw new BackendBusyException(
                    node.enrolment().ref() + " was left in the middle of a cleaning, which Ironic has to forget first");
        }
        sanitize(node, fence, "provide");
    }

    /** An operator's own maintenance is left alone. */
    private void endOurMaintenance(BareMetal node) {
        if (node.mark().isHeld() && node.maintenance()) {
            nodes.endMaintenance(node);
        }
    }

    /** Cleans a node that is at rest; Ironic destroys the allocation, the config drive and the image's data by itself. */
    private void sanitize(BareMetal node, Fence fence, String target) {
        // Before the mark is written, which says that it is over.
        endOurMaintenance(node);
        // A lessee that stayed would have a tenant's rights on the next one's node.
        ObjectNode noLessee =
                IronicApi.JSON.createObjectNode().put("op", "replace").put("path", "/lessee");
        noLessee.putNull("value");
        BareMetal marked = nodes.mark(
                node, node.mark().toSanitize(fence.generation(), node.hasBegunToSanitize()), List.of(noLessee));
        nodes.provision(marked, target);
    }

    @Override
    public void giveBack(NodeRef ref, Fence fence, long now) {
        BareMetal node = nodes.read(ref);
        node.require(fence);
        switch (phase(node)) {
            case INTERNAL -> {
                // Done already, or it never left.
            }
            case CLEAN -> {
                BareMetal leaving = nodes.mark(node, node.mark().leaving().seen(fence.generation()));
                if (leaving.state().equals("available")) {
                    nodes.provision(leaving, "manage");
                    leaving = nodes.read(ref);
                }
                nodes.mark(leaving, leaving.mark().left());
            }
            default ->
                throw new DriverException(ref + " is " + node.state() + ", not proved clean, and cannot be given back");
        }
    }

    @Override
    public Optional<SanitizeReport> sanitizeReport(NodeRef ref, long epoch, long now) {
        BareMetal node = nodes.read(ref);
        boolean running = node.mark().sanitize() == epoch && phase(node) == Phase.CLEANING;
        if (running || epoch <= 0) {
            return Optional.empty();
        }
        Optional<SanitizeReport> report = logs.find(node.uuid(), epoch)
                .map(evidence -> new Proof(options.sanitizing()).of(node, epoch, evidence));
        // A conductor that died while it cleaned has fetched no logs, and none will come.
        boolean gaveUp = node.sanitizeEpoch() == epoch && phase(node) == Phase.CLEAN_FAILED;
        return report.isEmpty() && gaveUp
                ? Optional.of(new SanitizeReport(ref, epoch, node.simulated(), List.of()))
                : report;
    }

    @Override
    public Isolation isolation(NodeRef ref, Fence fence, long now) {
        BareMetal node = nodes.read(ref);
        node.require(fence);
        return nodes.isolation(node);
    }

    @Override
    public void quarantine(NodeRef ref, String why, long now) {
        BareMetal node = nodes.read(ref);
        if (!node.maintenance()) {
            nodes.maintain(node, "tidemark: " + why);
        }
        if (!node.mark().isHeld()) {
            node = nodes.mark(node, node.mark().held(why.isBlank() ? "no reason given" : why));
        }
        // Ironic does nothing to a node in maintenance, so whoever is on it would go on.
        if (node.state().equals("active") && node.poweredOn() && node.fault().isEmpty()) {
            nodes.powerOff(node);
        }
    }

    @Override
    public void repaired(NodeRef ref, long now) {
        BareMetal node = nodes.read(ref);
        if (!node.mark().repaired() && (node.isFaulty() || phase(node) == Phase.HELD)) {
            if (!node.maintenance()) {
                nodes.maintain(node, "tidemark: repaired, waits to be sanitized");
            }
            nodes.mark(node, node.mark().mended());
        }
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.EVIDENCE_PER_STEP, Capability.HEALTH_CHECK);
    }

    private Phase phase(BareMetal node) {
        return node.phase(options.healthStep());
    }
}
