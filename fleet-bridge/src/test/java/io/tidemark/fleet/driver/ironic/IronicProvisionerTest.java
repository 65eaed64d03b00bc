package io.tidemark.fleet.driver.ironic;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.fleet.driver.Cursor;
import io.tidemark.fleet.driver.Fence;
import io.tidemark.fleet.driver.ImageRef;
import io.tidemark.fleet.driver.Isolation;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.NodeView;
import io.tidemark.fleet.driver.Provisioner;
import io.tidemark.fleet.driver.ProvisionerContract;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A real Ironic as a provisioner. */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IronicProvisionerTest extends ProvisionerContract {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private IronicLab lab;
    private IronicFleet fleet;

    @BeforeAll
    void startIronic() {
        lab = IronicLab.start();
        fleet = new IronicFleet(lab.options());
    }

    @BeforeEach
    void refresh() {
        lab.refresh();
    }

    @AfterAll
    void stopIronic() {
        if (lab != null) {
            lab.close();
        }
    }

    @Override
    protected Provisioner provisioner() {
        return fleet;
    }

    @Override
    protected List<NodeRef> servers(int count) {
        return IntStream.range(0, count)
                .mapToObj(server -> "hgx-" + NAMES.incrementAndGet())
                .map(name -> lab.enrol(name, SERVERS.toString(), name))
                .toList();
    }

    @Override
    protected List<NodeRef> trays(int count) {
        String rack = "rack-" + NAMES.incrementAndGet();
        return IntStream.range(0, count)
                .mapToObj(tray -> lab.enrol(rack + "-t" + tray, RACKS.toString(), rack))
                .toList();
    }

    @Override
    protected void fence(Set<NodeRef> nodes, Fence fence) {
        // An internal scheduler's work; Ironic has none.
    }

    @Override
    protected void unfence(Set<NodeRef> nodes, Fence fence) {
        // As above.
    }

    @Override
    protected void failErase(NodeRef node, boolean fails) {
        Set<String> failing = machine(node).failing;
        if (fails) {
            failing.add("tidemark_gpu_memory");
        } else {
            failing.clear();
        }
    }

    @Override
    protected void failHealthCheck(NodeRef node) {
        machine(node).failing.add("tidemark_health");
    }

    @Override
    protected void kill(NodeRef node) {
        machine(node).reachable = false;
    }

    @Override
    protected void revive(NodeRef node) {
        machine(node).reachable = true;
    }

    private EmulatedMachine machine(NodeRef node) {
        return lab.machines.get(node.name());
    }

    @Override
    protected ImageRef image() {
        return lab.machines.image();
    }

    @Override
    protected long now() {
        return System.currentTimeMillis();
    }

    @Override
    protected void pass(String waitingFor) {
        lab.pass(waitingFor);
    }

    @Test
    void nodesOfPoolsThatAreNotServedAreLeftOut() {
        NodeRef server = servers(1).get(0);
        IronicFleet racksOnly = new IronicFleet(lab.options(), Set.of(RACKS));
        assertThat(racksOnly.list(Cursor.START, 1).items())
                .extracting(NodeView::node)
                .doesNotContain(server);
        assertThat(new IronicFleet(lab.options(), Set.of(SERVERS))
                        .list(Cursor.START, 1)
                        .items())
                .extracting(NodeView::node)
                .contains(server);
    }

    @Test
    void whatIsolatesATenantIsReadFromTheNodeAndItsPorts() {
        NodeRef server = servers(1).get(0);
        Fence fence = new Fence(LeaseKey.spot(SERVERS, 1, 1), 1);
        assertThat(fleet.isolation(server, fence, 1).partitions()).isEmpty();
        write("/v1/nodes/" + server, "tidemark_nvlink_partition", "nvl-7");
        String port = lab.ask("GET", "/v1/ports?node=" + server, "")
                .at("/ports/0/uuid")
                .asText();
        write("/v1/ports/" + port, "tidemark_vlan", "2001");
        assertThat(fleet.isolation(server, fence, 1).partitions())
                .containsExactlyInAnyOrder(
                        new Isolation.Partition(Isolation.Kind.NVLINK_PARTITION, "nvl-7"),
                        new Isolation.Partition(Isolation.Kind.VLAN, "2001"));
    }

    private void write(String path, String extra, String value) {
        lab.ask("PATCH", path, "[{\"op\":\"add\",\"path\":\"/extra/" + extra + "\",\"value\":\"" + value + "\"}]");
    }
}
