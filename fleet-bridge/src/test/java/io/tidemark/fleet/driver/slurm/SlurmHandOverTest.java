package io.tidemark.fleet.driver.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.BackendBusyException;
import io.tidemark.fleet.driver.DriverException;
import io.tidemark.fleet.driver.Fence;
import io.tidemark.fleet.driver.FenceResult;
import io.tidemark.fleet.driver.FenceView;
import io.tidemark.fleet.driver.GangSpec;
import io.tidemark.fleet.driver.GangSpec.Placement;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.Phase;
import io.tidemark.fleet.lab.Lab;
import io.tidemark.fleet.surplus.DemandSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes out of internal use and back, on real daemons: with rivals, faults and restarts. */
@Tag("lab")
class SlurmHandOverTest {
    private static final LeaseKey HOUSE = LeaseKey.house(SlurmLab.SERVERS);
    private static final LeaseKey RACK_HOUSE = LeaseKey.house(SlurmLab.RACKS);
    private static final Set<NodeRef> TWO = nodes("hgx1", "hgx2");
    private static final Set<NodeRef> THREE = nodes("hgx1", "hgx2", "hgx3");
    private static final Set<NodeRef> RACK = IntStream.rangeClosed(1, 18)
            .mapToObj(tray -> new NodeRef(String.format("nvl1-%02d", tray)))
            .collect(Collectors.toSet());

    private static SlurmLab lab;

    private SlurmFence fence;
    private SlurmDemand demand;

    @BeforeAll
    static void start() {
        lab = SlurmLab.up("that nodes of a real Slurm leave internal use and come back");
    }

    @AfterAll
    static void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void begin() {
        fence = new SlurmFence(lab.options());
        demand = new SlurmDemand(lab.options());
    }

    @AfterEach
    void tidy() {
        lab.tidy();
    }

    @Test
    void internalWorkThatNeedsFencedNodesWaitsAndIsSeenToLackThemAndRunsWhenTheyAreBack() {
        assertThat(reading()).isEqualTo("3 lots, 0 internal, 0 pending");

        fence(TWO, 5);
        lab.submit("train", 3, "--exclusive", "-C", "hgx_b200");
        Lab.until("the work waits for the nodes", () -> lab.waitsForNodes("train"));

        // Two of ours and one idle: none is in internal use, and three are lacking.
        assertThat(reading()).isEqualTo("3 lots, 0 internal, 3 pending");
        assertThat(standing(TWO)).containsOnly(Phase.FENCED);

        fence.unfence(TWO, new Fence(HOUSE, 6), now());
        Lab.until("the work runs", () -> lab.job("train").equals("RUNNING"));
        assertThat(lab.nodesOf("train")).isEqualTo(THREE);
        assertThat(reading()).isEqualTo("3 lots, 3 internal, 0 pending");
    }

    @Test
    void aRivalInTheSameInstantGetsTheNodesOrWeDoButNeverBoth() {
        for (int round = 1; round <= 4; round++) {
            Thread rival = new Thread(() -> lab.submit("rival", 2, "--exclusive", "-C", "hgx_b200"));
            rival.start();
            FenceResult result = fence.fence(exactly(TWO), new Fence(HOUSE, round), now());
            join(rival);
            Lab.until("the rival is scheduled or waits", () -> !lab.job("rival").equals("PENDING"));
            Lab.until("ours are out", () -> standing(result.accepted()).stream().allMatch(Phase.FENCED::equals));

            if (lab.job("rival").equals("RUNNING")) {
                assertThat(Collections.disjoint(lab.nodesOf("rival"), result.accepted()))
                        .as(lab.drawn())
                        .isTrue();
            }
            assertThat(result.busy())
                    .as(lab.drawn())
                    .allSatisfy(node -> assertThat(view(node.name()).state()).isEqualTo(Phase.INTERNAL));
            fence.unfence(result.accepted(), new Fence(HOUSE, round), now());
            lab.tidy();
        }
    }

    @Test
    void aWholeRackComesOutAndOneBusyTrayIsLeftAlone() {
        lab.submit("tray", 1, "-w", "nvl1-07");
        Lab.until("the tray works", () -> lab.job("tray").equals("RUNNING"));
        demand.refresh(now());
        assertThat(drawn(SlurmLab.RACKS)).isEqualTo("1 lots, 1 internal, 0 pending");

        FenceResult result = fence.fence(
                GangSpec.exactly(SlurmLab.RACKS.sku(), Placement.SAME_DOMAIN, RACK), new Fence(RACK_HOUSE, 4), now());

        assertThat(result.busy()).isEqualTo(nodes("nvl1-07"));
        assertThat(result.accepted()).hasSize(17);
        Lab.until(
                "the others are out", () -> standing(result.accepted()).stream().allMatch(Phase.FENCED::equals));
        assertThat(lab.job("tray")).isEqualTo("RUNNING");
        demand.refresh(now());
        // Sixteen are enough for a lot, so the rack is ours.
        assertThat(drawn(SlurmLab.RACKS)).isEqualTo("1 lots, 0 internal, 0 pending");
    }

    @Test
    void internalWorkThatWaitsForSomethingElseDoesNotKeepUsFromFencing() {
        lab.submit("all", 3, "--exclusive", "-C", "hgx_b200");
        Lab.until("the servers work", () -> lab.job("all").equals("RUNNING"));
        lab.submit("more", 3, "--exclusive", "-C", "hgx_b200");
        Lab.until("more work waits", () -> lab.job("more").startsWith("PENDING Resources"));

        FenceResult result = fence.fence(
                GangSpec.exactly(SlurmLab.RACKS.sku(), Placement.SAME_DOMAIN, RACK), new Fence(RACK_HOUSE, 4), now());

        assertThat(result.accepted()).isEqualTo(RACK);
        assertThat(reading()).isEqualTo("3 lots, 3 internal, 3 pending");
    }

    @Test
    void aFenceWhoseReplyWasLostIsFoundAgain() {
        for (String call : List.of("/job/allocate", "/nodes/ POST", "/jobs/ DELETE")) {
            try (LosesReplies proxy = new LosesReplies(lab.endpoint(), call)) {
                SlurmFence lossy = new SlurmFence(lab.options(proxy.endpoint()));
                assertThatThrownBy(() -> lossy.fence(exactly(TWO), new Fence(HOUSE, 5), now()))
                        .isInstanceOf(BackendBusyException.class);
            }
            if (call.equals("/job/allocate")) {
                // Held and not drained: it does not go on by itself, so it must look as if it had not begun.
                assertThat(standing(TWO)).containsOnly(Phase.INTERNAL);
                assertThat(reading()).isEqualTo("3 lots, 0 internal, 0 pending");
            }

            FenceResult again = new SlurmFence(lab.options()).fence(exactly(TWO), new Fence(HOUSE, 5), now());

            assertThat(again.accepted()).as(call).isEqualTo(TWO);
            Lab.until("they are out", () -> standing(TWO).stream().allMatch(Phase.FENCED::equals));
            assertThat(lab.run(List.of("squeue", "-h", "-t", "RUNNING")))
                    .as(call)
                    .isEmpty();
            lab.tidy();
        }
    }

    @Test
    void aFenceThatWasGivenUpHalfWayLeavesNothingBehind() {
        try (LosesReplies proxy = new LosesReplies(lab.endpoint(), "/job/allocate")) {
            SlurmFence lossy = new SlurmFence(lab.options(proxy.endpoint()));
            assertThatThrownBy(() -> lossy.fence(exactly(TWO), new Fence(HOUSE, 5), now()))
                    .isInstanceOf(BackendBusyException.class);
        }
        fence.unfence(TWO, new Fence(HOUSE, 6), now());

        lab.submit("train", 3, "--exclusive", "-C", "hgx_b200");
        Lab.until("internal work has them all", () -> lab.job("train").equals("RUNNING"));
    }

    @Test
    void killedDaemonsAreWaitedForAndTheFenceStandsWhenTheyAreBack() {
        fence(TWO, 5);
        String before = reading();
        long lastRead = demand.source(SlurmLab.SERVERS).snapshot(now()).asOf();

        for (String daemon : List.of("slurmctld", "slurmrestd")) {
            lab.kill(daemon);
            assertThatThrownBy(() -> fence.standing(now())).isInstanceOf(BackendBusyException.class);
            assertThatThrownBy(() -> fence.fence(exactly(THREE), new Fence(HOUSE, 6), now()))
                    .isInstanceOf(BackendBusyException.class);
            assertThatThrownBy(() -> fence.unfence(TWO, new Fence(HOUSE, 6), now()))
                    .isInstanceOf(BackendBusyException.class);
            demand.refresh(now());
            assertThat(demand.problem(SlurmLab.SERVERS)).isPresent();
            assertThat(drawn(SlurmLab.SERVERS)).isEqualTo(before);
            assertThat(demand.source(SlurmLab.SERVERS).snapshot(now()).asOf()).isEqualTo(lastRead);

            lab.start(daemon);
            Lab.until(daemon + " is back", () -> {
                demand.refresh(now());
                return demand.problem(SlurmLab.SERVERS).isEmpty();
            });
            assertThat(standing(TWO)).containsOnly(Phase.FENCED);
            Lab.until("all nodes have reported again", () -> reading().equals(before));
            lastRead = demand.source(SlurmLab.SERVERS).snapshot(now()).asOf();
        }
        fence.unfence(TWO, new Fence(HOUSE, 6), now());
        Lab.until("they are back", () -> standing(TWO).stream().allMatch(Phase.INTERNAL::equals));
    }

    @Test
    void aBusyNodeInQuarantineKeepsItsWorkAndGetsNoMore() {
        lab.submit("running", 3, "--exclusive", "-C", "hgx_b200");
        Lab.until("work runs", () -> lab.job("running").equals("RUNNING"));
        fence.isolate(new NodeRef("hgx1"), "NODE_DEAD", new Fence(HOUSE, 5), now());
        lab.submit("next", 3, "--exclusive", "-C", "hgx_b200");

        Lab.until("no more may start", () -> standing(nodes("hgx1")).contains(Phase.FENCING));
        assertThat(lab.job("running")).isEqualTo("RUNNING");
        lab.run(List.of("scancel", "--name=running"));
        Lab.until("it is out", () -> standing(nodes("hgx1")).contains(Phase.FENCED));
        Lab.until("the next waits", () -> lab.waitsForNodes("next"));
    }

    @Test
    void whatAPersonHasDrainedIsLeftToThatPersonInQuarantineToo() {
        lab.run(List.of("scontrol", "update", "node=hgx1", "state=drain", "reason=a new fan"));
        fence.isolate(new NodeRef("hgx1"), "NODE_DEAD", new Fence(HOUSE, 5), now());

        assertThat(view("hgx1").backendState()).isEqualTo("slurm:IDLE+DRAIN (a new fan)");
        assertThat(standing(nodes("hgx1"))).containsExactly(Phase.INTERNAL);
    }

    @Test
    void aNodeThatDiesIsDownUnlessWeHaveItAndThenItIsStillOurs() {
        fence(nodes("hgx1"), 5);
        Lab.until("it is out", () -> standing(nodes("hgx1")).contains(Phase.FENCED));
        lab.kill("hgx1");
        lab.kill("hgx2");

        Lab.until("Slurm has noticed both", () -> {
            FenceView ours = view("hgx1");
            return ours.backendState().contains("DOWN")
                    && standing(nodes("hgx2")).contains(Phase.DOWN);
        });
        FenceView ours = view("hgx1");
        assertThat(ours.state()).isEqualTo(Phase.FENCED);
        assertThat(ours.lease()).contains(HOUSE);
        assertThat(ours.generation()).isEqualTo(5);
        // Ours and the idle one are no internal use; the dead one cannot be had.
        assertThat(reading()).isEqualTo("3 lots, 1 internal, 0 pending");
        assertThat(fence.fence(exactly(nodes("hgx2")), new Fence(HOUSE, 6), now())
                        .busy())
                .isEqualTo(nodes("hgx2"));
        // In quarantine it is kept from coming back, so it may be wiped while it is down.
        fence.isolate(new NodeRef("hgx2"), "UNEXPECTED", new Fence(HOUSE, 6), now());
        Lab.until("it is closed", () -> standing(nodes("hgx2")).contains(Phase.FENCED));
        assertThat(view("hgx2").backendState()).contains("DOWN").contains("quarantine: UNEXPECTED");

        // Its new owner has started it again, with a slurmd of internal work's.
        lab.start("hgx1", "hgx2");
        Lab.until("its slurmd is there", () -> !view("hgx2").backendState().contains("DOWN"));
        assertThat(standing(nodes("hgx2"))).containsExactly(Phase.FENCED);
        fence.unfence(TWO, new Fence(HOUSE, 7), now());
        Lab.until("both serve internal work", () -> standing(TWO).stream().allMatch(Phase.INTERNAL::equals));
        lab.submit("train", 3, "--exclusive", "-C", "hgx_b200");
        Lab.until("internal work has them all", () -> lab.job("train").equals("RUNNING"));
    }

    @Test
    void whatSomebodyElseHasDrainedIsNotOurs() {
        lab.run(List.of("scontrol", "update", "node=hgx1", "state=drain", "reason=fan 3 replaced, ask Jo"));

        assertThat(standing(nodes("hgx1"))).containsOnly(Phase.INTERNAL);
        assertThat(reading()).isEqualTo("3 lots, 1 internal, 0 pending");
        FenceResult result = fence.fence(exactly(TWO), new Fence(HOUSE, 5), now());
        assertThat(result.busy()).isEqualTo(nodes("hgx1"));
        fence.unfence(TWO, new Fence(HOUSE, 6), now());

        assertThat(view("hgx1").backendState()).isEqualTo("slurm:IDLE+DRAIN (fan 3 replaced, ask Jo)");
    }

    @Test
    void aNodeThatIsFencedForAnotherLeaseIsNeitherTakenNorGivenBack() {
        fence(TWO, 5);
        LeaseKey other = LeaseKey.house(SlurmLab.RACKS);

        assertThat(fence.fence(exactly(TWO), new Fence(other, 9), now()).busy()).isEqualTo(TWO);
        SlurmFence others = new SlurmFence(lab.options());
        assertThatThrownBy(() -> others.unfence(TWO, new Fence(other, 9), now()))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("is fenced for house:B200X8.PRN1:0:0, not house:GB200R64.PRN1:0:0");
        assertThat(standing(TWO)).containsOnly(Phase.FENCED);
    }

    @Test
    void workThatWaitsForATimeIsNoNeed() {
        lab.submit("later", 3, "--exclusive", "-C", "hgx_b200", "--begin=now+1hour");
        Lab.until("it waits", () -> lab.job("later").equals("PENDING BeginTime"));
        assertThat(reading()).isEqualTo("3 lots, 0 internal, 0 pending");
    }

    @Test
    void aTokenThatIsNoGoodIsSaidToBe(@TempDir Path directory) throws Exception {
        Path wrong = Files.write(directory.resolve("wrong.key"), new byte[32]);
        Path right = directory.resolve("token");
        Files.writeString(right, lab.run(List.of("scontrol", "token", "lifespan=600")));
        String user = System.getProperty("user.name");

        assertThatThrownBy(() -> new SlurmFence(with(SlurmToken.signedWith(user, wrong))).standing(now()))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("Slurm refuses the token of user '" + user + "' (HTTP 511)")
                .hasMessageContaining("wrong.key");
        assertThat(new SlurmFence(with(SlurmToken.readFrom(user, right))).standing(now()))
                .hasSize(21);
    }

    private static SlurmOptions with(SlurmToken token) {
        SlurmOptions options = lab.options();
        return new SlurmOptions(
                options.endpoint(), token, options.fencePartition(), options.timeout(), options.pools());
    }

    private void fence(Set<NodeRef> nodes, long generation) {
        assertThat(fence.fence(exactly(nodes), new Fence(HOUSE, generation), now())
                        .accepted())
                .as(lab.drawn())
                .isEqualTo(nodes);
        Lab.until("they are out", () -> standing(nodes).stream().allMatch(Phase.FENCED::equals));
    }

    private FenceView view(String node) {
        return Objects.requireNonNull(fence.standing(now()).get(new NodeRef(node)), node);
    }

    private List<Phase> standing(Set<NodeRef> nodes) {
        return fence.standing(now()).entrySet().stream()
                .filter(entry -> nodes.contains(entry.getKey()))
                .map(entry -> entry.getValue().state())
                .toList();
    }

    private String reading() {
        demand.refresh(now());
        assertThat(demand.problem(SlurmLab.SERVERS)).isEmpty();
        return drawn(SlurmLab.SERVERS);
    }

    private String drawn(PoolId pool) {
        DemandSnapshot reading = demand.source(pool).snapshot(now());
        return reading.totalLots() + " lots, " + reading.internalLots() + " internal, " + reading.pendingLots()
                + " pending" + (reading.outage() ? ", outage" : "");
    }

    private static GangSpec exactly(Set<NodeRef> nodes) {
        return GangSpec.exactly(SlurmLab.SERVERS.sku(), Placement.ANY, nodes);
    }

    private static Set<NodeRef> nodes(String... names) {
        return Set.of(names).stream().map(NodeRef::new).collect(Collectors.toSet());
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException hurried) {
            throw new IllegalStateException(hurried);
        }
    }

    private static long now() {
        return System.currentTimeMillis();
    }
}
