package io.tidemark.fleet.driver.ironic;

import io.tidemark.fleet.driver.Fence;
import io.tidemark.fleet.driver.ImageRef;
import io.tidemark.fleet.driver.NodeRef;
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
}
