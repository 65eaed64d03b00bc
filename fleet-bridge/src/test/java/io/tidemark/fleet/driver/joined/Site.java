package io.tidemark.fleet.driver.joined;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Sku;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.ironic.IronicFleet;
import io.tidemark.fleet.driver.ironic.IronicLab;
import io.tidemark.fleet.driver.slurm.SlurmDemand;
import io.tidemark.fleet.driver.slurm.SlurmFence;
import io.tidemark.fleet.driver.slurm.SlurmLab;
import io.tidemark.fleet.node.Fleet;
import io.tidemark.fleet.node.FleetPolicy;
import io.tidemark.fleet.node.NodeState;
import io.tidemark.fleet.node.Passage;
import io.tidemark.fleet.node.StepReport;
import io.tidemark.fleet.node.TestDatabase;
import io.tidemark.fleet.surplus.DemandSnapshot;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * HGX servers of the same names in a real Ironic and a real Slurm, and the fleet above both. Before each of its steps both
 * daemons are asked whose each server is, in their own words, and no server may be open to internal work and with a tenant.
 */
final class Site implements AutoCloseable {
    static final PoolId POOL = SlurmLab.SERVERS;

    private static final Duration PATIENCE = Duration.ofMinutes(9);
    private static final Set<String> TENANTS =
            Set.of("deploying", "wait call-back", "deploy failed", "active", "deleting");

    final SlurmLab slurm;
    final IronicLab ironic;
    final Fleet fleet;
    final List<NodeRef> nodes;

    /** How often each server was seen with a tenant, and out of internal use. */
    final Map<NodeRef, Integer> seenWithTenant = new TreeMap<>();

    private final SlurmDemand demand;

    Site(int servers) {
        slurm = SlurmLab.up("a lease between internal work, on a real Ironic and a real Slurm", servers, 0);
        try {
            ironic = IronicLab.start();
        } catch (RuntimeException | Error failed) {
            slurm.close();
            throw failed;
        }
        nodes = IntStream.rangeClosed(1, servers)
                .mapToObj(number -> "hgx" + number)
                .map(name -> ironic.enrol(name, POOL.toString(), name))
                .toList();
        demand = new SlurmDemand(slurm.options());
        JoinedFleet joined = new JoinedFleet(new IronicFleet(ironic.options()), new SlurmFence(slurm.options()));
        fleet = new Fleet(TestDatabase.create().connect(), joined, joined, policy());
    }

    private FleetPolicy policy() {
        Duration turnaround = Duration.ofSeconds(10);
        return new FleetPolicy(
                Duration.ofMinutes(2),
                Duration.ofMinutes(2),
                Duration.ofMinutes(5),
                // Longer than any of this may take: nothing must need the limit to come to its end.
                Duration.ofMinutes(30),
                Duration.ofMinutes(1),
                Duration.ofMinutes(2),
                Duration.ofMillis(500),
                Duration.ofSeconds(4),
                Map.of(Sku.B200X8, turnaround, Sku.GB200R64, turnaround, Sku.GB300R64, turnaround),
                ironic.machines.image());
    }

    long now() {
        return System.currentTimeMillis();
    }

    /** One look of the loop, after both daemons were asked. */
    StepReport step() {
        witness();
        return fleet.step(now());
    }

    /** Steps until it is so. */
    void run(String until, BooleanSupplier isSo) {
        run(until, isSo, () -> {});
    }

    /** The same, with something that an operator does beside it. */
    void run(String until, BooleanSupplier isSo, Runnable operator) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain until " + until + "\n" + drawn());
            }
            operator.run();
            step();
        }
    }

    /** An operator sees to whatever was isolated. */
    void repair() {
        nodes.stream()
                .filter(node -> state(node) == NodeState.QUARANTINED)
                .forEach(node -> fleet.repaired(node, now()));
    }

    /** Slurm first: a server that is open there is not with a tenant before it is fenced and sanitized. */
    private void witness() {
        Map<String, String> states = slurmStates();
        Set<NodeRef> working = slurm.run(List.of("squeue", "-h", "-t", "R,CG", "-o", "%j"))
                .lines()
                .filter(job -> !job.startsWith("tidemark-fence"))
                .flatMap(job -> slurm.nodesOf(job).stream())
                .collect(Collectors.toSet());
        for (NodeRef node : nodes) {
            JsonNode metal = ironic.node(node.name());
            boolean tenants = metal.hasNonNull("instance_uuid")
                    || TENANTS.contains(metal.get("provision_state").asText());
            if (tenants) {
                seenWithTenant.merge(node, 1, Integer::sum);
                assertThat(states.get(node.name()))
                        .as("%s is with a tenant, so it is drained in Slurm", node)
                        .startsWith("drain");
                assertThat(working)
                        .as("internal work runs on none that is with a tenant")
                        .doesNotContain(node);
            }
        }
    }

    /** Each server's state in sinfo's words. */
    Map<String, String> slurmStates() {
        Map<String, String> states = new HashMap<>();
        slurm.run(List.of("sinfo", "-h", "-N", "-o", "%N %T"))
                .lines()
                .map(line -> line.split(" ", 2))
                .forEach(words -> states.put(words[0], words[1]));
        return states;
    }

    /** Whether a server's state in Slurm begins so. */
    boolean isInSlurm(NodeRef node, String state) {
        return slurmStates().getOrDefault(node.name(), "").startsWith(state);
    }

    /** What can be spared, as Slurm says now. */
    String reading() {
        demand.refresh(now());
        assertThat(demand.problem(POOL)).isEmpty();
        DemandSnapshot reading = demand.source(POOL).snapshot(now());
        return reading.totalLots() + " lots, " + reading.internalLots() + " internal, " + reading.pendingLots()
                + " pending";
    }

    int count(NodeState state) {
        return fleet.counts(POOL).getOrDefault(state, 0);
    }

    NodeState state(NodeRef node) {
        List<Passage> story = fleet.story(node);
        return story.isEmpty()
                ? NodeState.INTERNAL
                : story.get(story.size() - 1).to();
    }

    List<NodeState> states(NodeRef node) {
        return fleet.story(node).stream().map(Passage::to).toList();
    }

    private String drawn() {
        StringBuilder all = new StringBuilder();
        for (NodeRef node : nodes) {
            JsonNode metal = ironic.node(node.name());
            all.append(node)
                    .append(": ")
                    .append(states(node))
                    .append(", ironic: ")
                    .append(metal.get("provision_state").asText())
                    .append(' ')
                    .append(metal.path("last_error").asText())
                    .append('\n');
        }
        return all + slurm.drawn();
    }

    @Override
    public void close() {
        ironic.close();
        slurm.close();
    }
}
