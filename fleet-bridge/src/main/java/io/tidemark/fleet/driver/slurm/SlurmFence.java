package io.tidemark.fleet.driver.slurm;

import io.tidemark.fleet.driver.DriverException;
import io.tidemark.fleet.driver.Fence;
import io.tidemark.fleet.driver.FenceResult;
import io.tidemark.fleet.driver.FenceView;
import io.tidemark.fleet.driver.GangSpec;
import io.tidemark.fleet.driver.InternalFence;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.Phase;
import io.tidemark.fleet.driver.StaleGenerationException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Takes nodes out of Slurm's hands and gives them back.
 *
 * <p>A fence is three calls: a job of ours takes the idle nodes, at once or not at all, so that nobody's job can start on
 * them any more; the nodes are drained, with a reason that says for whom and of which generation; the job is cancelled.
 * Whatever is lost on the way is found again by the job's name and the reason, for Slurm itself would do it all twice. A
 * job that is left behind ends by itself after five minutes.
 *
 * <p>A generation older than what a node bears, or older than one that this object has seen, is refused. A node bears it
 * in its reason while it is fenced, and in its comment after that; if the comment is somebody else's and the process
 * starts anew, only the caller's own check is left.
 *
 * <p>slurmctld writes its state to disk up to five seconds after a change, and forgets the change if it is killed before.
 * So a fence that is younger than twice that is told as FENCING: nobody should wipe a node that may yet be internal
 * again. What was given back is told as FENCING for as long, so that the caller sees to it that it is, unless its comment
 * is somebody else's.
 *
 * <p>Safe for use by several threads. Of several processes only one may act for a lease.
 */
public final class SlurmFence implements InternalFence {
    private static final long SETTLES_MILLIS = 10_000;

    private final SlurmOptions options;
    private final SlurmRest rest;
    private final Map<String, Long> seen = new HashMap<>();

    /** A fence around these pools; it asks nothing yet. */
    public SlurmFence(SlurmOptions options) {
        this.options = options;
        this.rest = new SlurmRest(options);
    }

    /**
     * {@inheritDoc}
     *
     * <p>FENCED is what is drained by us, whether its slurmd answers or not; FENCING is the same with a job on it that is
     * being cleared, and what was changed in the last ten seconds. A node that is down and not ours is DOWN. All others are INTERNAL: a node that a job of ours holds
     * and that is not drained yet, one that somebody else has drained, and one that a slurmctld just started has not
     * heard of yet.
     */
    @Override
    public Map<NodeRef, FenceView> standing(long now) {
        Map<NodeRef, FenceView> standing = new TreeMap<>();
        List<SlurmNode> nodes = rest.nodes(now);
        for (SlurmPool pool : options.pools()) {
            pool.domains(nodes)
                    .values()
                    .forEach(domain -> domain.forEach(node -> {
                        if (standing.put(ref(node), view(node, now)) != null) {
                            throw new SlurmConfigException("node " + node.name() + " is in two pools, " + pool.id()
                                    + " and another: a node is sold once");
                        }
                    }));
        }
        return standing;
    }

    private static FenceView view(SlurmNode node, long now) {
        Optional<FenceMark> fence = node.fence();
        Optional<FenceMark> last = fence.or(node::returned);
        boolean unsettled = last.isPresent() && now - last.get().at() < SETTLES_MILLIS;
        Phase state = state(node, fence.isPresent(), unsettled);
        long since = switch (state) {
            case FENCING, FENCED -> last.orElseThrow().at();
            // By Slurm's clock, which may be ahead of the caller's.
            case DOWN -> Math.min(now, node.reasonAt());
            default -> 0;
        };
        return new FenceView(
                state,
                node.described(),
                since,
                fence.map(FenceMark::lease),
                node.generation(),
                state == Phase.INTERNAL && !node.isExactlyIdle());
    }

    private static Phase state(SlurmNode node, boolean fenced, boolean unsettled) {
        if (unsettled) {
            return Phase.FENCING;
        }
        if (fenced) {
            return node.isWorking() ? Phase.FENCING : Phase.FENCED;
        }
        return node.isDown() ? Phase.DOWN : Phase.INTERNAL;
    }

    private static NodeRef ref(SlurmNode node) {
        try {
            return new NodeRef(node.name());
        } catch (IllegalArgumentException unusable) {
            throw new SlurmConfigException(
                    "Slurm's node '" + node.name() + "' cannot be taken: " + unusable.getMessage());
        }
    }

    @Override
    public synchronized FenceResult fence(GangSpec gang, Fence fence, long now) {
        List<SlurmNode> all = rest.nodes(now);
        List<SlurmNode> wanted = find(gang.candidates(), all);
        refuseStale(wanted, fence);
        List<SlurmJob> holders = holders(fence.lease(), wanted, now);
        Set<String> held = holders.stream().flatMap(job -> job.nodes().stream()).collect(Collectors.toSet());
        Set<String> taken = new HashSet<>();
        List<SlurmNode> idle = new ArrayList<>();
        for (SlurmNode node : wanted) {
            if (node.isFencedFor(fence.lease()) || (held.contains(node.name()) && !node.isDrained())) {
                taken.add(node.name());
            } else if (node.isExactlyIdle()) {
                idle.add(node);
            }
        }
        hold(idle, all, fence, now).forEach(job -> {
            taken.addAll(job.nodes());
            holders.add(job);
        });
        Set<String> toDrain = wanted.stream()
                .filter(node -> taken.contains(node.name()) && !bears(node, fence))
                .map(SlurmNode::name)
                .collect(Collectors.toSet());
        if (!toDrain.isEmpty()) {
            rest.drain(toDrain, FenceMark.fenced(fence, now).toString(), now);
        }
        cancel(holders, now);
        remember(wanted, fence);
        return new FenceResult(refs(taken), refs(without(names(wanted), taken)));
    }

    private static boolean bears(SlurmNode node, Fence fence) {
        return node.fence().filter(mark -> mark.isOf(fence)).isPresent();
    }

    /** Holds as many of the idle nodes as still are: all at once, or else the halves of them. */
    private List<SlurmJob> hold(List<SlurmNode> idle, List<SlurmNode> all, Fence fence, long now) {
        if (idle.isEmpty()) {
            return List.of();
        }
        List<String> partition = all.stream()
                .filter(node -> node.partitions().contains(options.fencePartition()))
                .map(SlurmNode::name)
                .toList();
        List<String> nodes = names(idle);
        if (!partition.containsAll(nodes)) {
            throw new SlurmConfigException("Slurm's partition '" + options.fencePartition() + "' does not have all of "
                    + nodes + ": it must have every node of the pools");
        }
        try {
            String name = FenceMark.holderName(fence);
            String id = rest.hold(name, nodes, without(partition, nodes), now);
            return List.of(SlurmJob.holder(id, name, nodes));
        } catch (SlurmRefusedException busy) {
            if (idle.size() == 1) {
                // Internal work was faster, and remains undisturbed.
                return List.of();
            }
            List<SlurmJob> halves = new ArrayList<>(hold(idle.subList(0, idle.size() / 2), all, fence, now));
            halves.addAll(hold(idle.subList(idle.size() / 2, idle.size()), all, fence, now));
            return halves;
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Only what is drained by us for this lease is resumed; what somebody else has drained stays drained. Slurm starts
     * work on a resumed node as soon as its slurmd answers.
     */
    @Override
    public synchronized void unfence(Set<NodeRef> nodes, Fence fence, long now) {
        List<SlurmNode> wanted = find(nodes, rest.nodes(now));
        refuseStale(wanted, fence);
        for (SlurmNode node : wanted) {
            if (node.fence().isPresent() && !node.isFencedFor(fence.lease())) {
                throw new DriverException(
                        node.name() + " is fenced for " + node.fence().get().lease() + ", not " + fence.lease());
            }
        }
        cancel(holders(fence.lease(), wanted, now), now);
        Map<Boolean, List<String>> fenced = wanted.stream()
                .filter(node -> node.isFencedFor(fence.lease()))
                .collect(Collectors.partitioningBy(
                        SlurmNode::hasFreeComment, Collectors.mapping(SlurmNode::name, Collectors.toList())));
        fenced.forEach((bearing, names) -> {
            if (!names.isEmpty()) {
                rest.resume(names, bearing ? FenceMark.returned(fence, now) : null, now);
            }
        });
        remember(wanted, fence);
    }

    @Override
    public synchronized void isolate(NodeRef ref, String why, Fence fence, long now) {
        List<SlurmNode> wanted = find(Set.of(ref), rest.nodes(now));
        refuseStale(wanted, fence);
        SlurmNode node = wanted.get(0);
        boolean others = node.isDrained() && node.fence().isEmpty();
        if (!others && !node.isFencedFor(fence.lease())) {
            rest.drain(Set.of(node.name()), FenceMark.fenced(fence, now) + ", quarantine: " + why, now);
        }
        remember(wanted, fence);
    }

    private static List<SlurmNode> find(Set<NodeRef> wanted, List<SlurmNode> all) {
        List<SlurmNode> found = all.stream()
                .filter(node -> wanted.stream().anyMatch(ref -> ref.name().equals(node.name())))
                .toList();
        if (found.size() < wanted.size()) {
            List<String> names = names(found);
            throw new DriverException("Slurm has no node "
                    + wanted.stream()
                            .map(NodeRef::name)
                            .filter(name -> !names.contains(name))
                            .sorted()
                            .toList());
        }
        return found;
    }

    private void refuseStale(List<SlurmNode> nodes, Fence fence) {
        for (SlurmNode node : nodes) {
            long latest = Math.max(seen.getOrDefault(node.name(), 0L), node.generation());
            if (fence.generation() < latest) {
                throw new StaleGenerationException(ref(node), fence.generation(), latest);
            }
        }
    }

    private void remember(List<SlurmNode> nodes, Fence fence) {
        nodes.forEach(node -> seen.put(node.name(), fence.generation()));
    }

    /** Jobs of ours that hold nodes for a lease, and some of these nodes among them. */
    private List<SlurmJob> holders(LeaseKey lease, List<SlurmNode> nodes, long now) {
        List<String> names = names(nodes);
        return rest.jobs(now).stream()
                .filter(SlurmJob::isHolder)
                .filter(job -> job.name().startsWith(FenceMark.holderPrefix(lease)))
                .filter(job -> job.nodes().stream().anyMatch(names::contains))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private void cancel(List<SlurmJob> holders, long now) {
        if (!holders.isEmpty()) {
            rest.cancel(holders, now);
        }
    }

    private static List<String> names(List<SlurmNode> nodes) {
        return nodes.stream().map(SlurmNode::name).toList();
    }

    private static List<String> without(List<String> names, Collection<String> others) {
        Set<String> left = Set.copyOf(others);
        return names.stream().filter(name -> !left.contains(name)).toList();
    }

    private static Set<NodeRef> refs(Collection<String> names) {
        return names.stream().map(NodeRef::new).collect(Collectors.toUnmodifiableSet());
    }
}
