package io.tidemark.fleet.driver.embedded;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.Endpoint;
import io.tidemark.fleet.driver.Fence;
import io.tidemark.fleet.driver.FenceView;
import io.tidemark.fleet.driver.InstanceLink;
import io.tidemark.fleet.driver.Isolation;
import io.tidemark.fleet.driver.Isolation.Kind;
import io.tidemark.fleet.driver.Isolation.Partition;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.LotShape;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.NodeView;
import io.tidemark.fleet.driver.Phase;
import io.tidemark.fleet.driver.StaleGenerationException;
import io.tidemark.fleet.jdbc.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One row of {@code embedded_node}, changed in memory and written back by whoever read it. */
final class Machine {
    static final String DEAD = "does not answer";
    static final String CANNOT_ERASE = "cannot be erased";

    final NodeRef node;
    final PoolId pool;
    final String domain;
    private final int ordinal;
    Phase phase;
    long since;

    @Nullable Long endsAt;

    @Nullable Phase nextPhase;

    @Nullable LeaseKey lease;

    /** What its config drive says of the market, as long as it has one. */
    @Nullable InstanceLink link;

    long claim;
    long generation;
    long sanitizeEpoch;
    /** What keeps it from being released, empty for nothing. */
    String fault;

    private Machine(NodeRef node, PoolId pool, String domain, int ordinal, Phase phase, String fault) {
        this.node = node;
        this.pool = pool;
        this.domain = domain;
        this.ordinal = ordinal;
        this.phase = phase;
        this.fault = fault;
    }

    static Machine read(ResultSet row) throws SQLException {
        Machine machine = new Machine(
                new NodeRef(row.getString("node")),
                PoolId.parse(row.getString("pool")),
                row.getString("domain"),
                row.getInt("ordinal"),
                Phase.valueOf(row.getString("phase")),
                row.getString("fault"));
        machine.since = row.getLong("since");
        machine.endsAt = Session.longOrNull(row, "ends_at");
        String next = row.getString("next_phase");
        machine.nextPhase = next == null ? null : Phase.valueOf(next);
        String lease = row.getString("lease");
        machine.lease = lease == null ? null : LeaseKey.parse(lease);
        String url = row.getString("tidemark_url");
        machine.link = url == null ? null : new InstanceLink(url, row.getString("tidemark_token"));
        machine.claim = row.getLong("claim");
        machine.generation = row.getLong("generation");
        machine.sanitizeEpoch = row.getLong("sanitize_epoch");
        return machine;
    }

    void write(Session session) {
        session.update(
                "update embedded_node set phase = ?, since = ?, ends_at = ?, next_phase = ?, lease = ?, claim = ?,"
                        + " generation = ?, sanitize_epoch = ?, fault = ?, tidemark_url = ?, tidemark_token = ?"
                        + " where node = ?",
                phase.name(),
                since,
                endsAt,
                nextPhase == null ? null : nextPhase.name(),
                lease == null ? null : lease.toString(),
                claim,
                generation,
                sanitizeEpoch,
                fault,
                link == null ? null : link.url(),
                link == null ? null : link.token(),
                node.name());
    }

    /** Enters a phase that lasts until something is asked of the machine. */
    void enter(Phase entered, long at) {
        phase = entered;
        since = at;
        endsAt = null;
        nextPhase = null;
    }

    /** Enters a phase that ends by itself. */
    void enter(Phase entered, long at, long lasts, Phase next) {
        enter(entered, at);
        endsAt = at + lasts;
        nextPhase = next;
    }

    /** Refuses who has been overtaken. */
    void require(Fence fence) {
        if (fence.generation() < generation) {
            throw new StaleGenerationException(node, fence.generation(), generation);
        }
    }

    /** Refuses who has been overtaken, and remembers who asks. */
    void see(Fence fence) {
        require(fence);
        generation = fence.generation();
    }

    boolean isLeasedTo(LeaseKey key) {
        return key.equals(lease);
    }

    /** Whatever comes after the fence, up to the return, stands behind it. */
    FenceView fence() {
        Phase state = switch (phase) {
            case INTERNAL, FENCING -> phase;
            default -> Phase.FENCED;
        };
        boolean stands = state == Phase.FENCING || state == Phase.FENCED;
        return new FenceView(
                state,
                backendState(),
                since,
                stands ? Optional.ofNullable(lease) : Optional.empty(),
                generation,
                false);
    }

    NodeView view() {
        return new NodeView(
                node,
                pool,
                domain,
                phase,
                backendState(),
                since,
                true,
                Optional.ofNullable(lease),
                generation,
                sanitizeEpoch,
                false,
                endpoint());
    }

    /** As a site would have it: partitions of the lease in the Ethernet and InfiniBand networks, and of NVLink in a rack. */
    Isolation isolation() {
        LeaseKey tenant = lease;
        if (tenant == null || !phase.isTenants()) {
            return Isolation.NONE_REPORTED;
        }
        List<Partition> partitions = new ArrayList<>();
        partitions.add(new Partition(Kind.VLAN, simulated("vlan", tenant.toString())));
        partitions.add(new Partition(Kind.INFINIBAND_PARTITION, simulated("pkey", tenant.toString())));
        if (LotShape.of(pool.sku()).nodesPerDomain() > 1) {
            partitions.add(new Partition(Kind.NVLINK_PARTITION, simulated("nvlink", tenant + " " + domain)));
        }
        return new Isolation(partitions);
    }

    private static String simulated(String network, String whose) {
        return String.format(Locale.ROOT, "simulated-%s-%08x", network, whose.hashCode());
    }

    private String backendState() {
        return "embedded:" + phase.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** In 203.0.113.0/24, which RFC 5737 keeps for documentation: nobody will take it for a machine. */
    private Endpoint endpoint() {
        return new Endpoint("203.0.113." + (1 + ordinal % 254), 22_000 + ordinal / 254);
    }
}
