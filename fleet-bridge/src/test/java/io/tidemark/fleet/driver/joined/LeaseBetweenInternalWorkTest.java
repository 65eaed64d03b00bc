package io.tidemark.fleet.driver.joined;

import static io.tidemark.fleet.node.NodeState.CLAIMED;
import static io.tidemark.fleet.node.NodeState.DEPLOYING;
import static io.tidemark.fleet.node.NodeState.FENCED;
import static io.tidemark.fleet.node.NodeState.FENCING;
import static io.tidemark.fleet.node.NodeState.INTERNAL;
import static io.tidemark.fleet.node.NodeState.LEASED;
import static io.tidemark.fleet.node.NodeState.OFFERABLE;
import static io.tidemark.fleet.node.NodeState.QUARANTINED;
import static io.tidemark.fleet.node.NodeState.READY;
import static io.tidemark.fleet.node.NodeState.RELEASING;
import static io.tidemark.fleet.node.NodeState.RETURNING;
import static io.tidemark.fleet.node.NodeState.SANITIZING;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.fleet.driver.Access;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.SanitizeReport;
import io.tidemark.fleet.driver.SanitizeStep;
import io.tidemark.fleet.driver.StepEvidence;
import io.tidemark.fleet.driver.ironic.EmulatedMachine;
import io.tidemark.fleet.driver.ironic.IronicLab;
import io.tidemark.fleet.lab.Lab;
import io.tidemark.fleet.node.Delivery;
import io.tidemark.fleet.node.NodeState;
import io.tidemark.fleet.node.Passage;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Servers leave internal work for a tenant and come back to it, with a real Ironic and a real Slurm under the real fleet. */
@Tag("lab")
class LeaseBetweenInternalWorkTest {
    private static final LeaseKey LEASE = LeaseKey.spot(Site.POOL, 7, 11);
    private static final String KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIBetweenInternalWork";
    private static final String SECRET = "hunter2-between-internal-work";
    private static final Access ACCESS =
            new Access("ssh-ed25519 " + KEY + " tenant@example", "#cloud-config\npassword: " + SECRET + "\n");
    private static final NodeState[] LIFE = {
        FENCING,
        FENCED,
        SANITIZING,
        OFFERABLE,
        CLAIMED,
        DEPLOYING,
        READY,
        LEASED,
        RELEASING,
        SANITIZING,
        RETURNING,
        INTERNAL
    };

    private Site site;
    private List<NodeRef> offered;

    @BeforeEach
    void begin() {
        site = new Site(3);
        offered = site.nodes.subList(0, 2);
    }

    @AfterEach
    void end() {
        if (site != null) {
            site.close();
        }
    }

    @Test
    void idleServersServeATenantAndThenTheInternalWorkThatWaitedForThem() {
        internalWorkEnds();
        offer();
        site.run("two servers are for sale", () -> site.count(OFFERABLE) == 2);
        assertThat(offered).allSatisfy(node -> {
            assertThat(site.fleet.reports(node)).singleElement().satisfies(LeaseBetweenInternalWorkTest::isProof);
            assertThat(site.slurm.run(List.of("sinfo", "-h", "-n", node.name(), "-o", "%E")))
                    .contains("tidemark fenced " + LeaseKey.house(Site.POOL));
        });
        lease();
        internalWorkWaits();
        takeBack();
        site.run("all are internal", () -> site.count(INTERNAL) == 3);
        internalWorkRuns();

        for (NodeRef node : offered) {
            assertThat(site.states(node)).containsExactly(LIFE);
            List<SanitizeReport> reports = site.fleet.reports(node);
            assertThat(reports).hasSize(2).allSatisfy(LeaseBetweenInternalWorkTest::isProof);
            assertThat(reports.get(1).epoch()).isGreaterThan(reports.get(0).epoch());
            assertThat(reports.get(0).steps())
                    .extracting(StepEvidence::endedAt)
                    .allMatch(at -> at <= entered(node, OFFERABLE));
            assertThat(reports.get(1).steps())
                    .extracting(StepEvidence::startedAt)
                    .allMatch(at -> at >= entered(node, RELEASING));
        }
        assertThat(site.states(site.nodes.get(2)))
                .as("nobody wanted it, so it never left")
                .isEmpty();
        assertThat(site.fleet.handOvers(LEASE))
                .hasSize(2)
                .allSatisfy(span -> assertThat(span.until()).isPresent());
        nothingIsLeftOfTheTenant();
        site.fleet.check(site.now());
    }

    @Test
    void killedDaemonsDelayTheStoryAndDoNotChangeItsEnd() {
        internalWorkEnds();
        EmulatedMachine machine = site.ironic.machines.get(offered.get(0).name());
        machine.hold("tidemark_gpu_memory");
        offer();
        site.run(
                "the first is in the middle of its sanitizing",
                () -> site.ironic
                        .node(offered.get(0).name())
                        .path("clean_step")
                        .path("step")
                        .asText()
                        .equals("tidemark_gpu_memory"));
        site.ironic.kill();
        assertThat(site.fleet.step(site.now()).stale())
                .as("no look at half of it")
                .isTrue();
        assertThat(site.state(offered.get(0))).isEqualTo(SANITIZING);
        machine.goOn();
        site.ironic.restart();
        site.run("two servers are for sale", () -> site.count(OFFERABLE) == 2, site::repair);
        // One whose cleaning the kill has spoilt stands in quarantine first, and another is for sale in its place.
        offered = site.nodes.stream()
                .filter(node -> site.state(node) == OFFERABLE)
                .toList();

        lease();
        internalWorkWaits();
        takeBack();
        site.run("one goes back", () -> site.count(RETURNING) > 0, site::repair);
        site.slurm.kill("slurmctld");
        assertThat(site.fleet.step(site.now()).stale())
                .as("no look at half of it")
                .isTrue();
        site.slurm.start("slurmctld");
        Lab.until(
                "Slurm knows its nodes again",
                () -> site.slurmStates().values().stream()
                        .noneMatch(state -> state.contains("*") || state.startsWith("unk")));
        site.run("all are internal", () -> site.count(INTERNAL) == 3, site::repair);
        internalWorkRuns();

        for (NodeRef node : offered) {
            assertThat(site.states(node)).containsSubsequence(LIFE).endsWith(RETURNING, INTERNAL);
            assertThat(site.fleet.reports(node).stream().filter(SanitizeReport::isComplete))
                    .hasSizeGreaterThanOrEqualTo(2);
        }
        nothingIsLeftOfTheTenant();
        site.fleet.check(site.now());
    }

    @Test
    void aServerForSaleThatSomebodyResumesIsNotSoldAndAfterRepairItIsFencedAndSanitizedAnew() {
        internalWorkEnds();
        offer();
        site.run("two servers are for sale", () -> site.count(OFFERABLE) == 2);
        NodeRef opened = offered.get(0);
        site.slurm.run(List.of("scontrol", "update", "node=" + opened, "state=resume"));
        site.slurm.submit("intruder", 1, "--exclusive", "-w", opened.name());
        Lab.until("internal work has taken it", () -> site.slurm.job("intruder").equals("RUNNING"));
        site.run("it is isolated", () -> site.state(opened) == QUARANTINED);
        site.run("no more may start on it", () -> site.isInSlurm(opened, "drain"));
        assertThat(site.slurm.run(List.of("sinfo", "-h", "-n", opened.name(), "-o", "%E")))
                .contains("quarantine: UNEXPECTED");

        assertThat(site.fleet.repaired(opened, site.now())).isTrue();
        // The step that writes this down has asked for the wipe, too.
        site.run("it is to be sanitized", () -> site.state(opened) == SANITIZING);
        assertThat(site.slurm.job("intruder")).as("work is not disturbed").isEqualTo("RUNNING");
        assertThat(site.ironic.node(opened.name()).get("provision_state").asText())
                .as("nor is its disk wiped")
                .isEqualTo("available");

        site.slurm.run(List.of("scancel", "--name=intruder"));
        // Another one is for sale in its place.
        site.run("it is internal again", () -> site.state(opened) == INTERNAL);
        assertThat(site.states(opened))
                .containsExactly(FENCING, FENCED, SANITIZING, OFFERABLE, QUARANTINED, SANITIZING, RETURNING, INTERNAL);
        assertThat(site.fleet.reports(opened)).hasSize(2).allSatisfy(LeaseBetweenInternalWorkTest::isProof);
        site.fleet.check(site.now());
    }

    @Test
    void aServerThatSlurmHasLostIsNotOfferedAndOneInQuarantineIsSanitizedWhileItIsLost() {
        NodeRef lost = site.nodes.get(0);
        NodeRef held = site.nodes.get(1);
        site.slurm.kill(lost.name());
        Lab.until("Slurm has lost it", () -> site.isInSlurm(lost, "down"));
        site.fleet.setOffered(Site.POOL, 1, site.now());
        site.run("another is for sale", () -> site.state(held) == OFFERABLE);
        assertThat(site.states(lost)).isEmpty();

        site.fleet.setOffered(Site.POOL, 0, site.now());
        site.run("it is internal", () -> site.state(held) == INTERNAL);
        site.slurm.kill(held.name());
        Lab.until("Slurm has lost it", () -> site.isInSlurm(held, "down"));
        site.step();
        assertThat(site.state(held)).as("down is no fault of ours").isEqualTo(INTERNAL);

        site.ironic.maintain(held);
        site.run("an operator's maintenance isolates it", () -> site.state(held) == QUARANTINED);
        site.run("it cannot come back to work", () -> site.isInSlurm(held, "drain"));
        site.ironic.endMaintenance(held);
        assertThat(site.fleet.repaired(held, site.now())).isTrue();
        site.run("it is sanitized and given back", () -> site.state(held) == INTERNAL);
        assertThat(site.fleet.reports(held)).hasSize(2).allSatisfy(LeaseBetweenInternalWorkTest::isProof);
        assertThat(site.states(lost)).isEmpty();
        site.fleet.check(site.now());
    }

    @Test
    void serversAtWorkAreLeftAtWorkAndIdleOnesAreTakenInTheirPlace() {
        NodeRef working = offered.get(0);
        site.slurm.submit("first", 1, "--exclusive", "-w", working.name());
        Lab.until("internal work runs", () -> site.slurm.job("first").equals("RUNNING"));
        offer();
        site.run("two servers are for sale", () -> site.count(OFFERABLE) == 2);
        assertThat(site.states(working)).as("it was never asked for").isEmpty();
        assertThat(site.slurm.job("first")).isEqualTo("RUNNING");
    }

    private void internalWorkEnds() {
        site.slurm.submit("before", 3, "--exclusive", "-C", "hgx_b200");
        Lab.until("internal work runs", () -> site.slurm.job("before").equals("RUNNING"));
        assertThat(site.reading()).isEqualTo("3 lots, 3 internal, 0 pending");
        site.step();
        assertThat(site.count(INTERNAL)).isEqualTo(3);

        site.slurm.run(List.of("scancel", "--name=before"));
        Lab.until("all are spare", () -> site.reading().equals("3 lots, 0 internal, 0 pending"));
    }

    private void offer() {
        site.fleet.setOffered(Site.POOL, 2, site.now());
    }

    private void lease() {
        EmulatedMachine unchecked = site.ironic.machines.get(offered.get(1).name());
        unchecked.hold("tidemark_health");
        site.fleet.deliver(Delivery.spot(Site.POOL, 7, 11, 1, 2, true, site.now(), ACCESS), site.now());
        site.run(
                "one is ready and the other's health is being checked",
                () -> site.state(offered.get(0)) == READY
                        && site.ironic
                                .node(offered.get(1).name())
                                .path("deploy_step")
                                .path("step")
                                .asText()
                                .equals("tidemark_health"));
        assertThat(site.state(offered.get(1))).isEqualTo(DEPLOYING);
        assertThat(site.fleet.handOvers(LEASE))
                .as("a gang is handed over whole")
                .isEmpty();
        unchecked.goOn();
        site.run("both are the tenant's", () -> site.count(LEASED) == 2);

        assertThat(site.fleet.handOvers(LEASE)).hasSize(2);
        assertThat(offered).allSatisfy(node -> {
            List<String> drives = site.ironic.machines.get(node.name()).configDrives();
            assertThat(IronicLab.unpacked(drives.get(drives.size() - 1)))
                    .contains(KEY)
                    .contains(SECRET);
            assertThat(site.ironic.machines.get(node.name()).isOn()).isTrue();
        });
        assertThat(site.ironic.files()).as("where to look afterwards").contains(SECRET);
    }

    private void internalWorkWaits() {
        site.slurm.submit("after", 3, "--exclusive", "-C", "hgx_b200");
        site.run("internal work waits", () -> site.slurm.waitsForNodes("after"));
        assertThat(site.reading()).isEqualTo("3 lots, 0 internal, 3 pending");
        assertThat(site.count(LEASED)).isEqualTo(2);
    }

    private void takeBack() {
        site.fleet.release(LEASE, 2, 0, site.now());
        site.fleet.setOffered(Site.POOL, 0, site.now());
    }

    private void internalWorkRuns() {
        Lab.until("the work that waited runs", () -> site.slurm.job("after").equals("RUNNING"));
        assertThat(site.slurm.nodesOf("after")).isEqualTo(Set.copyOf(site.nodes));
        assertThat(site.reading()).isEqualTo("3 lots, 3 internal, 0 pending");
        assertThat(site.seenWithTenant.keySet()).containsExactlyElementsOf(offered);
    }

    private void nothingIsLeftOfTheTenant() {
        assertThat(site.ironic.files()).doesNotContain(SECRET).doesNotContain(KEY);
    }

    private static void isProof(SanitizeReport report) {
        assertThat(report.isComplete()).isTrue();
        assertThat(report.steps()).extracting(StepEvidence::step).containsExactlyInAnyOrder(SanitizeStep.values());
    }

    private long entered(NodeRef node, NodeState state) {
        return site.fleet.story(node).stream()
                .filter(passage -> passage.to() == state)
                .mapToLong(Passage::at)
                .findFirst()
                .orElseThrow();
    }
}
