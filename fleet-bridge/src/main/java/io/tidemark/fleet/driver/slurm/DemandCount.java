package io.tidemark.fleet.driver.slurm;

import io.tidemark.fleet.driver.LotShape;
import io.tidemark.fleet.surplus.DemandSnapshot;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * From nodes and jobs to the lots of a pool.
 *
 * <p>What the surplus tracker makes of a reading is {@code total - internal - pending}. It decides how many lots stand
 * outside of internal use altogether, so what we hold already must be part of that: {@code total - internal} is the lots
 * that are <em>exactly idle</em>, and those that are <em>ours</em>. Everything else counts as internal use, broken lots
 * included, for what cannot be had is no surplus.
 *
 * <ul>
 *   <li>A node is ours if it is drained with our mark, or held by a job of ours that is about to be.
 *   <li>A node is idle if Slurm says IDLE and nothing more: not planned for a job, reserved, drained or silent.
 *   <li>A node is away if nobody can work there and nobody does: down, drained by somebody else, powered off.
 *   <li>A lot is ours if as many of its nodes as a lot needs are. It is idle if no node of it has internal work and as
 *       many as a lot needs are idle or ours: a rack may have a dead tray or two, and no busy one.
 *   <li>Pending are the nodes that jobs lack which wait with {@code Resources}, {@code Priority} or {@code
 *       ReqNodeNotAvail}, and could run on nodes of the pool; not those that wait for a quota, another job, a time or a
 *       person. A job of several nodes lacks whole nodes; jobs of one node that ask for some of its GPUs lack that share
 *       of it, and are added up. A job that could run in several pools counts in each, for nobody knows where it will.
 *       Trays are added up and rounded to whole racks at the end, so that gangs that must not share a rack may need more
 *       than is counted.
 *   <li>It is an outage if at least half of the pool is not ours, and all of that is down. A controller that is away is
 *       none: there is no reading then, and the age of the last one says so.
 * </ul>
 */
final class DemandCount {
    private final LotShape shape;
    private final List<SlurmNode> nodes;
    private final Collection<List<SlurmNode>> domains;
    private final List<SlurmJob> jobs;
    private final Set<String> held;

    private DemandCount(SlurmPool pool, List<SlurmNode> all, List<SlurmJob> jobs) {
        this.shape = LotShape.of(pool.id().sku());
        this.domains = pool.domains(all).values();
        this.nodes = domains.stream().flatMap(List::stream).toList();
        this.jobs = jobs;
        this.held = jobs.stream()
                .filter(SlurmJob::isHolder)
                .flatMap(job -> job.nodes().stream())
                .collect(Collectors.toSet());
    }

    /**
     * A reading of one pool.
     *
     * @throws SlurmConfigException if Slurm's nodes do not make such a pool
     */
    static DemandSnapshot of(SlurmPool pool, List<SlurmNode> nodes, List<SlurmJob> jobs, long asOf) {
        return new DemandCount(pool, nodes, jobs).snapshot(asOf);
    }

    private DemandSnapshot snapshot(long asOf) {
        long spare = domains.stream().filter(this::isSpare).count();
        return new DemandSnapshot(asOf, domains.size(), domains.size() - spare, pendingLots(), isOutage());
    }

    private boolean isOurs(SlurmNode node) {
        return node.fence().isPresent() || held.contains(node.name());
    }

    private boolean isSpare(List<SlurmNode> domain) {
        long ours = domain.stream().filter(this::isOurs).count();
        if (ours >= shape.nodesPerLot()) {
            return true;
        }
        long idle = domain.stream()
                .filter(node -> !isOurs(node) && node.isExactlyIdle())
                .count();
        long away =
                domain.stream().filter(node -> !isOurs(node) && node.isAway()).count();
        return ours + idle >= shape.nodesPerLot() && ours + idle + away == domain.size();
    }

    private boolean isOutage() {
        List<SlurmNode> theirs = nodes.stream().filter(node -> !isOurs(node)).toList();
        return theirs.size() * 2 >= nodes.size() && theirs.stream().allMatch(SlurmNode::isDown);
    }

    private long pendingLots() {
        double lacking = 0;
        for (SlurmJob job : jobs) {
            if (job.lacksNodes()) {
                lacking += nodesFor(job) * job.tasks();
            }
        }
        // Shares of nodes are added up in binary, and a third three times is one.
        return (long) Math.ceil(lacking / shape.nodesPerDomain() - 1e-9);
    }

    private double nodesFor(SlurmJob job) {
        List<SlurmNode> possible = nodes.stream().filter(job::couldRunOn).toList();
        if (possible.isEmpty()) {
            return 0;
        }
        long gpus = possible.get(0).gpus();
        if (job.nodeCount() == 1 && !job.exclusive() && job.gpusPerNode() > 0 && gpus > 0) {
            return Math.min(1.0, (double) job.gpusPerNode() / gpus);
        }
        return Math.min(job.nodeCount(), possible.size());
    }
}
