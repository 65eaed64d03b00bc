package io.tidemark.fleet.driver.embedded;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.Cursor;
import io.tidemark.fleet.driver.Fence;
import io.tidemark.fleet.driver.GangSpec;
import io.tidemark.fleet.driver.GangSpec.Placement;
import io.tidemark.fleet.driver.ImageRef;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.NodeView;
import io.tidemark.fleet.driver.Phase;
import io.tidemark.fleet.driver.Provisioner;
import io.tidemark.fleet.driver.ProvisionerContract;
import io.tidemark.fleet.node.TestDatabase;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/** The embedded fleet as a provisioner; its faults are all or none, because its chances are. */
class EmbeddedProvisionerTest extends ProvisionerContract {
    private static final long SEED = 20_261_122;
    private static final long MINUTE = 60_000;

    private final DataSource rows = TestDatabase.create().connect();
    private EmbeddedFleet fleet = fleet(0, 0);
    private long now = 1_800_000_000_000L;
    private int looks;

    private EmbeddedFleet fleet(double deployFailure, double eraseFailure) {
        return new EmbeddedFleet(rows, new EmbeddedOptions(SEED, 1, new Faults(deployFailure, eraseFailure, 0)));
    }

    @Override
    protected Provisioner provisioner() {
        return fleet;
    }

    @Override
    protected List<NodeRef> servers(int count) {
        fleet.install(SERVERS, count, now);
        return installed(SERVERS, count);
    }

    @Override
    protected List<NodeRef> trays(int count) {
        fleet.install(RACKS, 1, now);
        return installed(RACKS, count);
    }

    private List<NodeRef> installed(PoolId pool, int count) {
        return fleet.list(Cursor.START, now).items().stream()
                .filter(view -> view.pool().equals(pool))
                .map(NodeView::node)
                .limit(count)
                .toList();
    }

    @Override
    protected void fence(Set<NodeRef> nodes, Fence fence) {
        GangSpec gang = GangSpec.exactly(SERVERS.sku(), Placement.ANY, nodes);
        fleet.fence(gang, fence, now);
        nodes.forEach(node -> awaitPhase(node, Phase.FENCED));
    }

    @Override
    protected void unfence(Set<NodeRef> nodes, Fence fence) {
        fleet.unfence(nodes, fence, now);
    }

    @Override
    protected void failErase(NodeRef node, boolean fails) {
        fleet = fleet(0, fails ? 1 : 0);
    }

    @Override
    protected void failHealthCheck(NodeRef node) {
        fleet = fleet(1, 0);
    }

    @Override
    protected void kill(NodeRef node) {
        fleet.kill(node, now);
    }

    @Override
    protected void revive(NodeRef node) {
        // That somebody says so is enough.
    }

    @Override
    protected ImageRef image() {
        return new ImageRef("ubuntu", "sha256:" + "0".repeat(64));
    }

    @Override
    protected long now() {
        return now;
    }

    @Override
    protected void pass(String waitingFor) {
        if (++looks > 10_000) {
            throw new AssertionError("waited in vain " + waitingFor);
        }
        now += MINUTE;
    }
}
