package io.tidemark.connectors.site;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Sku;
import io.tidemark.fleet.driver.Cursor;
import io.tidemark.fleet.driver.DriverException;
import io.tidemark.fleet.driver.InternalFence;
import io.tidemark.fleet.driver.LotShape;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.NodeView;
import io.tidemark.fleet.driver.Page;
import io.tidemark.fleet.driver.Provisioner;
import io.tidemark.fleet.driver.embedded.EmbeddedFleet;
import io.tidemark.fleet.driver.embedded.EmbeddedOptions;
import io.tidemark.fleet.driver.embedded.Faults;
import io.tidemark.fleet.driver.ironic.IronicFleet;
import io.tidemark.fleet.driver.joined.JoinedFleet;
import io.tidemark.fleet.driver.slurm.SlurmFence;
import io.tidemark.fleet.node.Fleet;
import io.tidemark.fleet.node.FleetPolicy;
import io.tidemark.fleet.node.InstanceTokens;
import io.tidemark.fleet.node.NodeState;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

/** The drivers of a site, and the fleet over them. Nobody is asked anything before the fleet's first step. */
public final class MachineRoom {
    private static final Faults NOW_AND_THEN = new Faults(0.1, 0.05, 0.005);

    /** States of nodes that internal work may have; of one in quarantine nobody can tell from its state. */
    private static final Set<NodeState> INTERNAL_WORKS =
            Set.of(NodeState.INTERNAL, NodeState.FENCING, NodeState.QUARANTINED);

    private final Provisioner provisioner;
    private final Fleet fleet;
    private final Optional<EmbeddedFleet> simulated;

    private MachineRoom(Provisioner provisioner, Fleet fleet, Optional<EmbeddedFleet> simulated) {
        this.provisioner = provisioner;
        this.fleet = fleet;
        this.simulated = simulated;
    }

    /**
     * The drivers of a site.
     *
     * @param rows where the fleet keeps what it wants and what it saw
     * @param seed what simulated machines draw their times and faults from
     * @param turnaround how long a lot of each kind is sanitized and deployed
     * @param tokens what nodes are told of the market when they are deployed
     * @param shortestLimit several times as long, in market time, as two looks at simulated machines may be apart; real
     *     ones are looked at so often that the usual limits are that already
     */
    public static MachineRoom open(
            Site site,
            DataSource rows,
            long seed,
            Map<Sku, Duration> turnaround,
            InstanceTokens tokens,
            Duration shortestLimit) {
        FleetPolicy policy = FleetPolicy.standard().withTurnaround(turnaround);
        if (site.machines() instanceof Machines.Metal metal) {
            JoinedFleet joined = new JoinedFleet(
                    new IronicFleet(metal.ironic(), metal.pools()),
                    new SlurmFence(site.slurm().orElseThrow()));
            return over(joined, joined, rows, policy.withImage(metal.image()), tokens, Optional.empty());
        }
        boolean faults = site.machines() instanceof Machines.Simulated simulated && simulated.faults();
        EmbeddedFleet embedded =
                new EmbeddedFleet(rows, new EmbeddedOptions(seed, 1, faults ? NOW_AND_THEN : Faults.NONE));
        FleetPolicy patient = policy.withLimitsOfAtLeast(shortestLimit);
        return over(embedded, embedded, rows, patient, tokens, Optional.of(embedded));
    }

    private static MachineRoom over(
            Provisioner provisioner,
            InternalFence fence,
            DataSource rows,
            FleetPolicy policy,
            InstanceTokens tokens,
            Optional<EmbeddedFleet> simulated) {
        return new MachineRoom(provisioner, new Fleet(rows, provisioner, fence, policy, tokens), simulated);
    }

    /** Puts simulated machines into their racks, unless they stand there. Real ones stand where they stand. */
    public void install(Map<PoolId, Long> lots, long now) {
        simulated.ifPresent(
                machines -> lots.forEach((pool, many) -> machines.install(pool, Math.toIntExact(many), now)));
    }

    /**
     * Nodes that bear the marks of a market, while the books of this one know no node at all: it is another one's, or this
     * one has lost its books. Either way a fleet that began to work would take tenants' nodes for strays, and isolate them.
     *
     * @param now the time of day, epoch milliseconds
     * @return empty if there are none; of simulated machines there never are
     * @throws DriverException if the machines cannot be listed, so that nobody can tell
     */
    public Set<NodeRef> markedByAnother(long now) {
        Set<NodeRef> marked = new TreeSet<>();
        if (simulated.isEmpty() && fleet.nodes().isEmpty()) {
            Optional<Cursor> cursor = Optional.of(Cursor.START);
            while (cursor.isPresent()) {
                Page<NodeView> page = provisioner.list(cursor.get(), now);
                page.items().stream()
                        .filter(node -> node.generation() > 0 || node.lease().isPresent())
                        .forEach(node -> marked.add(node.node()));
                cursor = page.next();
            }
        }
        return marked;
    }

    public Fleet fleet() {
        return fleet;
    }

    /** How many lots of a pool its scheduler sees drained by the fleet: of simulated ones none. */
    public long fencedLots(PoolId pool) {
        if (simulated.isPresent()) {
            return 0;
        }
        int nodes = fleet.counts(pool).entrySet().stream()
                .filter(count -> !INTERNAL_WORKS.contains(count.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
        return nodes / LotShape.of(pool.sku()).nodesPerDomain();
    }
}
