package io.tidemark.fleet.driver.ironic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Sku;
import io.tidemark.fleet.driver.Access;
import io.tidemark.fleet.driver.BackendBusyException;
import io.tidemark.fleet.driver.Claim;
import io.tidemark.fleet.driver.ClaimRefusedException;
import io.tidemark.fleet.driver.Cursor;
import io.tidemark.fleet.driver.Fence;
import io.tidemark.fleet.driver.GangSpec;
import io.tidemark.fleet.driver.GangSpec.Placement;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.NodeView;
import io.tidemark.fleet.driver.Page;
import io.tidemark.fleet.driver.Phase;
import io.tidemark.fleet.driver.ReleaseReason;
import io.tidemark.fleet.driver.SanitizeReport;
import io.tidemark.fleet.driver.SanitizeStep;
import io.tidemark.fleet.driver.StepEvidence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What goes wrong with a real Ironic and its machines, and what must come of it. */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IronicFaultsTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final LeaseKey LEASE = LeaseKey.firm(POOL, 7, 498_761);
    private static final LeaseKey RIVAL = LeaseKey.spot(POOL, 8, 17);
    private static final LeaseKey HOUSE = LeaseKey.house(POOL);
    private static final String KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIMfyTenantOnly";
    private static final Access ACCESS =
            new Access("ssh-ed25519 " + KEY + " tenant@example", "#cloud-config\npassword: hunter2-of-the-tenant\n");

    private final AtomicInteger names = new AtomicInteger();
    private final AtomicLong generations = new AtomicLong();

    private IronicLab lab;
    private IronicFleet fleet;

    @BeforeAll
    void startIronic() {
        lab = IronicLab.start();
        fleet = new IronicFleet(lab.options());
    }

    @AfterAll
    void stopIronic() {
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void refresh() {
        lab.refresh();
    }

    @Test
    void aConductorThatIsKilledWhileCleaningLeavesANodeThatIsNeverTakenForClean() {
        NodeRef node = enrol(1).get(0);
        EmulatedMachine machine = lab.machines.get(node.name());
        machine.hold("tidemark_gpu_memory");
        Fence first = next(HOUSE);
        asking(() -> fleet.release(node, ReleaseReason.FROM_INTERNAL, first, now()));
        lab.await("the step", () -> view(node).backendState().contains("tidemark_gpu_memory"));

        lab.kill();
        assertThatThrownBy(() -> fleet.list(Cursor.START, now())).isInstanceOf(BackendBusyException.class);
        machine.goOn();
        lab.restart();

        NodeView after = awaitRest(node);
        assertThat(after.sanitizeEpoch()).isEqualTo(first.generation());
        Optional<SanitizeReport> report = fleet.sanitizeReport(node, first.generation(), now());
        if (after.phase() == Phase.CLEAN) {
            // The agent lived on, and the conductor took the cleaning up where it was.
            assertThat(report.orElseThrow().isComplete()).isTrue();
        } else {
            assertThat(after.phase()).isEqualTo(Phase.CLEAN_FAILED);
            assertThat(report.map(SanitizeReport::isComplete)).isNotEqualTo(Optional.of(true));
            asking(() -> fleet.repaired(node, now()));
            sanitize(node, ReleaseReason.REPAIRED, next(HOUSE));
        }
    }

    @Test
    void aConductorThatIsKilledWhileDeployingLeavesANodeThatCanBeCleaned() {
        NodeRef node = clean(1).get(0);
        EmulatedMachine machine = lab.machines.get(node.name());
        machine.hold("write_image");
        Fence fence = next(LEASE);
        claim(List.of(node), fence);
        deploy(node, fence);
        lab.await("the image", () -> view(node).backendState().contains("write_image"));

        lab.kill();
        machine.goOn();
        lab.restart();

        NodeView after = awaitRest(node);
        assertThat(after.phase()).isIn(Phase.ACTIVE, Phase.DEPLOY_FAILED);
        assertThat(after.lease()).contains(LEASE);
        sanitize(node, ReleaseReason.LEASE_ENDED, next(LEASE));

        int drives = machine.configDrives().size();
        Fence again = next(LEASE);
        claim(List.of(node), again);
        deploy(node, again);
        awaitPhase(node, Phase.ACTIVE);
        assertThat(machine.configDrives())
                .as("the next deployment is a whole one")
                .hasSize(drives + 1);
    }

    @Test
    void aNodeThatAConductorLeftInTheMiddleOfAStepIsCleanedFromTheBeginning() {
        NodeRef node = enrol(1).get(0);
        EmulatedMachine machine = lab.machines.get(node.name());
        machine.hold("clean.execute_clean_step");
        Fence first = next(HOUSE);
        asking(() -> fleet.release(node, ReleaseReason.FROM_INTERNAL, first, now()));
        lab.await("the step", machine::isHeld);
        lab.kill();
        machine.goOn();
        lab.restart();

        assertThat(awaitRest(node).phase()).isEqualTo(Phase.CLEAN_FAILED);
        assertThat(report(node, first).steps())
                .as("nothing is proved, and nobody waits for more")
                .isEmpty();
        assertThat(lab.node(node.name()).path("clean_step").path("step").asText())
                .as("Ironic 21.4 would go on after this step, which was the first")
                .isEqualTo("erase_devices_express");
        asking(() -> fleet.repaired(node, now()));
        sanitize(node, ReleaseReason.REPAIRED, next(HOUSE));
    }

    @Test
    void ofManyRivalsForEachNodeExactlyOneHasIt() throws Exception {
        List<NodeRef> nodes = clean(4);
        List<Callable<Optional<Claim>>> bids = new ArrayList<>();
        for (NodeRef node : nodes) {
            // The generation is the same: it is Ironic that must decide.
            long generation = generations.incrementAndGet();
            for (LeaseKey lease : List.of(LEASE, RIVAL)) {
                bids.add(() -> tryClaim(List.of(node), new Fence(lease, generation)));
            }
        }
        List<Claim> won = together(bids);

        assertThat(won.stream().flatMap(claim -> claim.nodes().stream()).toList())
                .containsExactlyInAnyOrderElementsOf(nodes);
        for (Claim claim : won) {
            assertThat(claim.nodes())
                    .allSatisfy(node -> assertThat(view(node).lease())
                            .contains(claim.fence().lease()));
        }
    }

    @Test
    void twoGangsForTheSameNodesAreNeverBothServedAndNeverHalf() throws Exception {
        List<NodeRef> nodes = clean(3);
        long generation = generations.incrementAndGet();
        List<Claim> won = together(List.of(
                () -> tryClaim(nodes, new Fence(LEASE, generation)),
                () -> tryClaim(nodes, new Fence(RIVAL, generation))));

        assertThat(won.size()).isLessThanOrEqualTo(1);
        Set<Optional<LeaseKey>> holders = new HashSet<>();
        nodes.forEach(node -> holders.add(view(node).lease()));
        assertThat(holders).as("all with the winner, or all free").hasSize(1);
        if (won.isEmpty()) {
            assertThat(tryClaim(nodes, next(LEASE))).isPresent();
        }
    }

    @Test
    void aGangOfWhichANodeIsGoneMeanwhileGivesTheOthersBack() {
        List<NodeRef> nodes = clean(3);
        // Someone else's allocation, which our list of candidates cannot know.
        lab.ask("PUT", "/v1/nodes/" + nodes.get(2) + "/maintenance", "{\"reason\":\"an operator, just now\"}");

        assertThatThrownBy(() -> claim(nodes, next(LEASE))).isInstanceOf(ClaimRefusedException.class);

        assertThat(view(nodes.get(0)).phase()).isEqualTo(Phase.CLEAN);
        assertThat(view(nodes.get(1)).phase()).isEqualTo(Phase.CLEAN);
        assertThat(view(nodes.get(2)).phase()).isEqualTo(Phase.HELD);
        assertThat(lab.ask("GET", "/v1/allocations", "").toString()).doesNotContain("_g" + generations.get() + "_");
    }

    @Test
    void aClaimThatWasBrokenOffIsFinishedByAskingAgain() {
        List<NodeRef> nodes = clean(2);
        Fence fence = next(LEASE);
        BareMetal first = new Nodes(new IronicApi(lab.options()), 10, pool -> true).read(nodes.get(0));
        lab.ask("POST", "/v1/allocations", Allocation.request(first, fence).toString());
        lab.await("half of the gang", () -> view(nodes.get(0)).phase() == Phase.CLAIMED);

        Claim claim = claim(nodes, fence);

        assertThat(claim.nodes()).containsExactlyInAnyOrderElementsOf(nodes);
    }

    @Test
    void aBridgeThatHasForgottenEverythingReadsItBack() {
        NodeRef node = clean(1).get(0);
        Fence fence = next(LEASE);
        claim(List.of(node), fence);

        NodeView view = view(new IronicFleet(lab.options()), node);

        assertThat(view.lease()).contains(LEASE);
        assertThat(view.generation()).isEqualTo(fence.generation());
        assertThat(view.ssh().port()).isEqualTo(2222);
        assertThat(view.simulated())
                .as("fake-hardware has no machine behind it")
                .isTrue();
    }

    @Test
    void whatNobodyProvedIsNeverShownAsClean() {
        NodeRef node = enrol(1).get(0);
        lab.ask("PUT", "/v1/nodes/" + node + "/states/provision", "{\"target\":\"provide\"}");
        lab.await(
                "Ironic to call it available",
                () -> lab.node(node.name()).get("provision_state").asText().equals("available"));

        assertThat(view(node).phase()).isEqualTo(Phase.FENCED);
        assertThatThrownBy(() -> claim(List.of(node), next(LEASE))).isInstanceOf(ClaimRefusedException.class);

        String foreign =
                "{\"name\":\"somebody-" + node + "\",\"resource_class\":\"b200x8-prn1\",\"candidate_nodes\":[\""
                        + lab.node(node.name()).get("uuid").asText() + "\"]}";
        lab.ask("POST", "/v1/allocations", foreign);
        lab.await("somebody else's allocation", () -> view(node).phase() == Phase.CLAIMED);
        assertThat(view(node).lease()).as("whom the fleet did not give it to").isEmpty();
    }

    @Test
    void aStepThatLeftNoRecordIsMissingAndAMissingDeviceIsAFailure() {
        List<NodeRef> nodes = enrol(2);
        lab.machines.get(nodes.get(0).name()).unrecorded.add("tidemark_tpm_reset");
        lab.machines.get(nodes.get(1).name()).missingDevice.add("erase_devices_express");
        Fence house = next(HOUSE);
        nodes.forEach(node -> asking(() -> fleet.release(node, ReleaseReason.FROM_INTERNAL, house, now())));
        nodes.forEach(node -> awaitPhase(node, Phase.CLEAN));

        SanitizeReport unrecorded = report(nodes.get(0), house);
        assertThat(unrecorded.steps()).extracting(StepEvidence::step).hasSize(5).doesNotContain(SanitizeStep.TPM_RESET);
        assertThat(unrecorded.isComplete()).isFalse();

        SanitizeReport missing = report(nodes.get(1), house);
        assertThat(missing.steps()).hasSize(6);
        assertThat(missing.steps())
                .filteredOn(step -> !step.isGood())
                .singleElement()
                .satisfies(step -> {
                    assertThat(step.step()).isEqualTo(SanitizeStep.NVME_CRYPTO_ERASE);
                    assertThat(step.devicesFound()).isEqualTo(7);
                    assertThat(step.devicesExpected()).isEqualTo(8);
                });
    }

    @Test
    void theStepThatFailedIsInTheReportAndThoseAfterItAreNot() {
        NodeRef node = enrol(1).get(0);
        lab.machines.get(node.name()).failing.add("tidemark_system_memory");
        Fence house = next(HOUSE);
        asking(() -> fleet.release(node, ReleaseReason.FROM_INTERNAL, house, now()));
        awaitPhase(node, Phase.CLEAN_FAILED);

        assertThat(report(node, house).steps())
                .extracting(StepEvidence::step, StepEvidence::result)
                .containsExactly(
                        tuple(SanitizeStep.NVME_CRYPTO_ERASE, StepEvidence.Result.PASSED),
                        tuple(SanitizeStep.GPU_MEMORY, StepEvidence.Result.PASSED),
                        tuple(SanitizeStep.SYSTEM_MEMORY, StepEvidence.Result.FAILED));
        assertThat(lab.node(node.name()).get("maintenance").asBoolean()).isTrue();
    }

    @Test
    void theTenantsSecretsReachTheNodeByConfigDriveAndAreGoneAfterTheLease() {
        NodeRef node = clean(1).get(0);
        Fence fence = next(LEASE);
        claim(List.of(node), fence);
        deploy(node, fence);
        awaitPhase(node, Phase.ACTIVE);

        List<String> drives = lab.machines.get(node.name()).configDrives();
        assertThat(drives).hasSize(1);
        assertThat(IronicLab.unpacked(drives.get(0)))
                .contains("hunter2-of-the-tenant")
                .contains(KEY);
        // Ironic keeps them while the lease runs, which shows that this is where to look.
        assertThat(lab.files()).contains("hunter2-of-the-tenant").contains(KEY);
        lab.ask(
                "PATCH",
                "/v1/nodes/" + node,
                "[{\"op\":\"add\",\"path\":\"/lessee\",\"value\":\"a-tenants-project\"}]");

        sanitize(node, ReleaseReason.LEASE_ENDED, next(LEASE));

        JsonNode after = lab.node(node.name());
        assertThat(after.get("instance_info")).isEmpty();
        assertThat(after.get("lessee").isNull()).isTrue();
        assertThat(after.get("instance_uuid").isNull()).isTrue();
        assertThat(after.toString())
                .doesNotContain("hunter2")
                .doesNotContain(KEY)
                .doesNotContain(LEASE.toString());
        assertThat(lab.files()).doesNotContain("hunter2-of-the-tenant").doesNotContain(KEY);
    }

    @Test
    void aTenantInQuarantineIsSwitchedOff() {
        NodeRef node = clean(1).get(0);
        Fence fence = next(LEASE);
        claim(List.of(node), fence);
        deploy(node, fence);
        awaitPhase(node, Phase.ACTIVE);
        assertThat(lab.machines.get(node.name()).isOn()).isTrue();

        asking(() -> fleet.quarantine(node, "UNEXPECTED", now()));

        lab.await("the power to go", () -> !lab.machines.get(node.name()).isOn());
        assertThat(lab.node(node.name()).get("maintenance_reason").asText()).isEqualTo("tidemark: UNEXPECTED");
    }

    @Test
    void aNodeIsMarkedOnlyByWhoHasReadTheLatestMark() {
        NodeRef ref = clean(1).get(0);
        Nodes nodes = new Nodes(new IronicApi(lab.options()), 10, pool -> true);
        BareMetal read = nodes.read(ref);
        nodes.mark(read, read.mark().seen(1_000_000));

        assertThatThrownBy(() -> nodes.mark(read, read.mark().seen(999_999))).isInstanceOf(BackendBusyException.class);

        assertThat(view(ref).generation()).isEqualTo(1_000_000);
    }

    @Test
    void nodesOfOthersAreLeftAloneAndPagesGoOnWhereTheyEnded() {
        List<NodeRef> nodes = enrol(3);
        lab.ask("POST", "/v1/nodes", "{\"driver\":\"fake-hardware\",\"name\":\"not-ours\"}");
        IronicOptions options = lab.options();
        IronicFleet byTwo = new IronicFleet(new IronicOptions(
                options.endpoint(),
                options.credentials(),
                options.requestTimeout(),
                2,
                options.sanitizing(),
                options.evidence(),
                options.healthStep(),
                options.imageUrl(),
                options.imageFormat()));

        List<NodeRef> listed = new ArrayList<>();
        Optional<Cursor> cursor = Optional.of(Cursor.START);
        while (cursor.isPresent()) {
            Page<NodeView> page = byTwo.list(cursor.get(), now());
            assertThat(page.items()).hasSizeLessThanOrEqualTo(2);
            page.items().forEach(item -> listed.add(item.node()));
            cursor = page.next();
        }

        assertThat(listed).containsAll(nodes).doesNotHaveDuplicates().doesNotContain(new NodeRef("not-ours"));
    }

    private List<NodeRef> enrol(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> "node-" + names.incrementAndGet())
                .map(name -> lab.enrol(name, POOL.toString(), name))
                .toList();
    }

    private List<NodeRef> clean(int count) {
        List<NodeRef> nodes = enrol(count);
        Fence house = next(HOUSE);
        nodes.forEach(node -> asking(() -> fleet.release(node, ReleaseReason.FROM_INTERNAL, house, now())));
        nodes.forEach(node -> awaitPhase(node, Phase.CLEAN));
        return nodes;
    }

    private void sanitize(NodeRef node, ReleaseReason reason, Fence fence) {
        asking(() -> fleet.release(node, reason, fence, now()));
        awaitPhase(node, Phase.CLEAN);
        assertThat(report(node, fence).isComplete()).isTrue();
    }

    private SanitizeReport report(NodeRef node, Fence fence) {
        return fleet.sanitizeReport(node, fence.generation(), now()).orElseThrow();
    }

    private Claim claim(List<NodeRef> nodes, Fence fence) {
        while (true) {
            try {
                return fleet.claim(GangSpec.exactly(Sku.B200X8, Placement.ANY, Set.copyOf(nodes)), fence, now());
            } catch (BackendBusyException busy) {
                lab.pass("for " + fence.lease() + ": " + busy.getMessage());
            }
        }
    }

    private Optional<Claim> tryClaim(List<NodeRef> nodes, Fence fence) {
        try {
            return Optional.of(claim(nodes, fence));
        } catch (ClaimRefusedException lost) {
            return Optional.empty();
        }
    }

    private static List<Claim> together(List<Callable<Optional<Claim>>> bids) throws Exception {
        ExecutorService bidders = Executors.newFixedThreadPool(bids.size());
        try {
            List<Claim> won = new ArrayList<>();
            for (Future<Optional<Claim>> bid : bidders.invokeAll(bids)) {
                bid.get().ifPresent(won::add);
            }
            return won;
        } finally {
            bidders.shutdownNow();
        }
    }

    private void deploy(NodeRef node, Fence fence) {
        asking(() -> fleet.deploy(node, lab.machines.image(), ACCESS, fence, now()));
    }

    private NodeView awaitRest(NodeRef node) {
        lab.await(node + " to come to rest", () -> {
            Phase phase = view(node).phase();
            return phase != Phase.CLEANING && phase != Phase.DEPLOYING && phase != Phase.CHECKING;
        });
        return view(node);
    }

    private void awaitPhase(NodeRef node, Phase phase) {
        lab.await(node + " to be " + phase, () -> view(node).phase() == phase);
    }

    private NodeView view(NodeRef node) {
        return view(fleet, node);
    }

    private NodeView view(IronicFleet asked, NodeRef node) {
        while (true) {
            try {
                return asked.list(Cursor.START, now()).items().stream()
                        .filter(view -> view.node().equals(node))
                        .findAny()
                        .orElseThrow();
            } catch (BackendBusyException busy) {
                lab.pass("for the list: " + busy.getMessage());
            }
        }
    }

    private void asking(Runnable what) {
        while (true) {
            try {
                what.run();
                return;
            } catch (BackendBusyException busy) {
                lab.pass("while Ironic is busy: " + busy.getMessage());
            }
        }
    }

    private Fence next(LeaseKey lease) {
        return new Fence(lease, generations.incrementAndGet());
    }

    private static long now() {
        return System.currentTimeMillis();
    }
}
