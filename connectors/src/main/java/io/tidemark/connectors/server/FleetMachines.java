package io.tidemark.connectors.server;

import io.tidemark.connectors.rest.MachineDesk;
import io.tidemark.exchange.cluster.MarketClock;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.SanitizeReport;
import io.tidemark.fleet.driver.StepEvidence;
import io.tidemark.fleet.node.Fleet;
import io.tidemark.fleet.node.NodeRecord;
import java.util.List;
import java.util.Optional;

/** The fleet's nodes, as the operator's door shows them. */
final class FleetMachines implements MachineDesk {
    private final Fleet fleet;
    private final MarketClock clock;

    FleetMachines(Fleet fleet, MarketClock clock) {
        this.fleet = fleet;
        this.clock = clock;
    }

    @Override
    public List<Machine> machines() {
        return fleet.nodes().stream().map(FleetMachines::machine).toList();
    }

    @Override
    public Optional<Machine> find(String node) {
        return machines().stream()
                .filter(machine -> machine.node().equals(node))
                .findAny();
    }

    @Override
    public List<Step> story(String node) {
        return fleet.story(new NodeRef(node)).stream()
                .map(passage -> new Step(
                        passage.at(),
                        passage.from().name(),
                        passage.to().name(),
                        passage.lease().map(LeaseKey::toString),
                        passage.why()))
                .toList();
    }

    @Override
    public List<Sanitizing> sanitizings(String node) {
        return fleet.reports(new NodeRef(node)).stream()
                .map(FleetMachines::sanitizing)
                .toList();
    }

    @Override
    public boolean repaired(String node) {
        return fleet.repaired(new NodeRef(node), clock.now());
    }

    private static Machine machine(NodeRecord node) {
        return new Machine(
                node.node().name(),
                node.pool(),
                node.domain(),
                State.valueOf(node.state().name()),
                node.since(),
                node.lease().map(LeaseKey::toString),
                node.quarantined().map(Enum::name),
                node.repaired(),
                node.attempts(),
                node.simulated());
    }

    private static Sanitizing sanitizing(SanitizeReport report) {
        return new Sanitizing(
                report.epoch(),
                report.isComplete(),
                report.steps().stream().map(FleetMachines::evidence).toList());
    }

    private static Evidence evidence(StepEvidence step) {
        return new Evidence(
                step.step().name(),
                step.method(),
                step.tool(),
                step.devicesFound(),
                step.devicesExpected(),
                step.result().name(),
                step.startedAt(),
                step.endedAt(),
                step.evidenceHash());
    }
}
