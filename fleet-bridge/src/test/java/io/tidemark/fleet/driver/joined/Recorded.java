package io.tidemark.fleet.driver.joined;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.Access;
import io.tidemark.fleet.driver.BackendBusyException;
import io.tidemark.fleet.driver.Capability;
import io.tidemark.fleet.driver.Claim;
import io.tidemark.fleet.driver.Cursor;
import io.tidemark.fleet.driver.DriverException;
import io.tidemark.fleet.driver.Endpoint;
import io.tidemark.fleet.driver.Fence;
import io.tidemark.fleet.driver.FenceResult;
import io.tidemark.fleet.driver.FenceView;
import io.tidemark.fleet.driver.GangSpec;
import io.tidemark.fleet.driver.ImageRef;
import io.tidemark.fleet.driver.InternalFence;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.NodeView;
import io.tidemark.fleet.driver.Page;
import io.tidemark.fleet.driver.Phase;
import io.tidemark.fleet.driver.Provisioner;
import io.tidemark.fleet.driver.ReleaseReason;
import io.tidemark.fleet.driver.SanitizeReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Two systems that say what they are told to say, and remember what they were asked, in one order. */
final class Recorded {
    static final long METAL_SINCE = 100;
    static final long FENCE_SINCE = 200;

    final Map<NodeRef, NodeView> views = new TreeMap<>();
    final List<String> calls = new ArrayList<>();
    Set<String> away = Set.of();
    Set<String> refused = Set.of();

    private final PoolId pool;
    private final Map<NodeRef, FenceView> fences = new TreeMap<>();

    Recorded(PoolId pool) {
        this.pool = pool;
    }

    void metal(NodeRef node, Phase phase, LeaseKey lease, long generation) {
        views.put(
                node,
                new NodeView(
                        node,
                        pool,
                        node.name(),
                        phase,
                        "metal:" + phase,
                        METAL_SINCE,
                        false,
                        Optional.of(lease),
                        generation,
                        1,
                        false,
                        new Endpoint(node.name(), 22)));
    }

    void fence(NodeRef node, Phase state, LeaseKey lease, long generation) {
        fences.put(
                node, new FenceView(state, "scheduler:" + state, FENCE_SINCE, Optional.of(lease), generation, false));
    }

    /** Everything that was asked, without the looks. */
    List<String> asked() {
        return calls.stream()
                .filter(call -> !call.equals("list") && !call.equals("standing"))
                .toList();
    }

    private void call(String verb, String more) {
        calls.add((verb + " " + more).strip());
        if (away.contains(verb)) {
            throw new BackendBusyException(verb + ": nobody answers");
        }
        if (refused.contains(verb)) {
            throw new DriverException(verb + ": refused");
        }
    }

    Provisioner metal() {
        return new Metal();
    }

    InternalFence scheduler() {
        return new Scheduler();
    }

    private final class Scheduler implements InternalFence {
        @Override
        public Map<NodeRef, FenceView> standing(long now) {
            call("standing", "");
            return Map.copyOf(fences);
        }

        @Override
        public FenceResult fence(GangSpec gang, Fence fence, long now) {
            call("fence", new TreeSet<>(gang.candidates()).toString());
            return new FenceResult(gang.candidates(), Set.of());
        }

        @Override
        public void isolate(NodeRef node, String why, Fence fence, long now) {
            call("isolate", node.name());
        }

        @Override
        public void unfence(Set<NodeRef> nodes, Fence fence, long now) {
            call("unfence", new TreeSet<>(nodes).toString());
        }
    }

    private final class Metal implements Provisioner {
        @Override
        public Page<NodeView> list(Cursor cursor, long now) {
            call("list", "");
            return new Page<>(List.copyOf(views.values()), Optional.empty(), now);
        }

        @Override
        public Claim claim(GangSpec gang, Fence fence, long now) {
            call("claim", gang.candidates().toString());
            return new Claim(fence, gang.candidates());
        }

        @Override
        public void deploy(NodeRef node, ImageRef image, Access access, Fence fence, long now) {
            call("deploy", node.name());
        }

        @Override
        public void release(NodeRef node, ReleaseReason reason, Fence fence, long now) {
            call("release", node + " " + reason);
        }

        @Override
        public void giveBack(NodeRef node, Fence fence, long now) {
            call("giveBack", node.name());
        }

        @Override
        public Optional<SanitizeReport> sanitizeReport(NodeRef node, long epoch, long now) {
            call("sanitizeReport", node.name());
            return Optional.empty();
        }

        @Override
        public void quarantine(NodeRef node, String why, long now) {
            call("quarantine", node.name());
        }

        @Override
        public void repaired(NodeRef node, long now) {
            call("repaired", node.name());
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of();
        }
    }
}
