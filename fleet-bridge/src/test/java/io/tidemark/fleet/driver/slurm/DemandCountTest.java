package io.tidemark.fleet.driver.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Sku;
import io.tidemark.fleet.surplus.DemandSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Nodes and jobs as slurmrestd tells them, and the lots that are counted. */
class DemandCountTest {
    private static final String OURS = "tidemark fenced house:B200X8.PRN1:0:0 generation 5 at 2026-11-22T07:57:19Z";

    private final List<SlurmNode> nodes = new ArrayList<>();
    private final List<SlurmJob> jobs = new ArrayList<>();

    @Test
    void onlyWhatIsExactlyIdleAndWhatIsOursIsNoInternalUse() {
        server("IDLE", "");
        server("IDLE,DRAIN", OURS);
        server("DOWN,DRAIN,NOT_RESPONDING", OURS + " : Not responding");
        for (String other : List.of(
                "ALLOCATED",
                "MIXED",
                "IDLE,COMPLETING",
                "IDLE,PLANNED",
                "IDLE,RESERVED",
                "IDLE,NOT_RESPONDING",
                "IDLE,POWERED_DOWN",
                "DOWN",
                "UNKNOWN")) {
            server(other, "");
        }
        server("IDLE,DRAIN", "fan 3");
        // Resumed by somebody, with our reason left behind: it is theirs again.
        server("ALLOCATED", OURS);
        assertThat(servers()).isEqualTo("14 lots, 11 internal, 0 pending");
    }

    @Test
    void whatAJobOfOursHoldsIsOurs() {
        server("ALLOCATED", "");
        jobs.add(job("""
                {"job_id": 1, "name": "tidemark-fence house:B200X8.PRN1:0:0 5", "job_state": ["RUNNING"], "nodes": "s0"}"""));
        assertThat(servers()).isEqualTo("1 lots, 0 internal, 0 pending");
    }

    @Test
    void aRackIsIdleWithTwoDeadTraysAndNotWithOneBusyOne() {
        rack("r1", 16, "IDLE", 2, "DOWN");
        rack("r2", 15, "IDLE", 3, "DOWN");
        rack("r3", 17, "IDLE", 1, "ALLOCATED");
        assertThat(racks()).isEqualTo("3 lots, 2 internal, 0 pending");
    }

    @Test
    void onlyJobsThatLackNodesArePending() {
        server("ALLOCATED", "");
        server("ALLOCATED", "");
        for (String reason : List.of(
                "Resources",
                "Priority",
                "ReqNodeNotAvail",
                "Dependency",
                "BeginTime",
                "QOSMaxNodePerUserLimit",
                "AssocGrpGRES",
                "JobHeldUser",
                "JobArrayTaskLimit",
                "None")) {
            jobs.add(pending(reason, 1, "\"shared\": [\"none\"]"));
        }
        assertThat(servers()).isEqualTo("2 lots, 2 internal, 3 pending");
    }

    @Test
    void jobsThatNeedAPartOfANodeAreAddedUp() {
        server("ALLOCATED", "");
        jobs.add(pending("Resources", 1, "\"tres_per_node\": \"gres/gpu:b200:1\", \"array_task_string\": \"0-8\""));
        assertThat(servers()).isEqualTo("1 lots, 1 internal, 2 pending");
        jobs.clear();
        jobs.add(pending("Resources", 1, "\"tres_per_node\": \"gres/gpu:8\""));
        assertThat(servers()).isEqualTo("1 lots, 1 internal, 1 pending");
        jobs.clear();
        jobs.add(pending("Resources", 1, "\"tres_per_job\": \"gres/gpu:gb200:4\""));
        assertThat(servers()).isEqualTo("1 lots, 1 internal, 0 pending");
    }

    @Test
    void anArrayCountsItsTasksAndNoMoreThanMayRun() {
        for (int i = 0; i < 40; i++) {
            server("ALLOCATED", "");
        }
        jobs.add(pending("Resources", 2, "\"array_task_string\": \"1-5,7,10-20:2\""));
        assertThat(servers()).isEqualTo("40 lots, 40 internal, 24 pending");
        jobs.clear();
        jobs.add(pending(
                "Resources",
                2,
                "\"array_task_string\": \"0-999%3\", \"array_max_tasks\": {\"set\": true, \"number\": 3}"));
        assertThat(servers()).isEqualTo("40 lots, 40 internal, 6 pending");
    }

    @Test
    void aJobCountsWhereItCouldRun() {
        server("ALLOCATED", "");
        rack("r1", 18, "ALLOCATED", 0, "");
        jobs.add(pending("Resources", 1, "\"features\": \"b200\""));
        assertThat(servers()).isEqualTo("1 lots, 1 internal, 1 pending");
        assertThat(racks()).isEqualTo("1 lots, 1 internal, 0 pending");
        jobs.clear();
        jobs.add(pending("Resources", 1, "\"features\": \"[r1|r2]\""));
        assertThat(servers()).isEqualTo("1 lots, 1 internal, 0 pending");
        assertThat(racks()).isEqualTo("1 lots, 1 internal, 1 pending");
        jobs.clear();
        jobs.add(pending("ReqNodeNotAvail", 1, "\"required_nodes\": \"r1-[01-18]\", \"excluded_nodes\": \"s0\""));
        assertThat(servers()).isEqualTo("1 lots, 1 internal, 0 pending");
        assertThat(racks()).isEqualTo("1 lots, 1 internal, 1 pending");
    }

    @Test
    void traysAreRoundedToRacks() {
        rack("r1", 18, "ALLOCATED", 0, "");
        rack("r2", 18, "ALLOCATED", 0, "");
        jobs.add(pending("Resources", 10, "\"features\": \"gb200\""));
        jobs.add(pending("Priority", 9, "\"features\": \"gb200\""));
        assertThat(racks()).isEqualTo("2 lots, 2 internal, 2 pending");
    }

    @Test
    void itIsAnOutageWhenAllThatIsNotOursIsDownAndThatIsHalfOfThePool() {
        server("DOWN", "");
        server("DOWN,NOT_RESPONDING", "");
        server("IDLE,DRAIN", OURS);
        assertThat(servers()).isEqualTo("3 lots, 2 internal, 0 pending, outage");
        server("IDLE,DRAIN", OURS);
        server("IDLE,DRAIN", OURS);
        assertThat(servers()).isEqualTo("5 lots, 2 internal, 0 pending");
        nodes.clear();
        server("DOWN", "");
        server("IDLE", "");
        assertThat(servers()).isEqualTo("2 lots, 1 internal, 0 pending");
    }

    @Test
    void nodesThatMakeNoLotAreSaidToMakeNone() {
        assertThatThrownBy(this::servers)
                .hasMessageContaining("Slurm has no node of B200X8.PRN1")
                .hasMessageContaining("'b200'");
        rack("r1", 5, "IDLE", 0, "");
        assertThatThrownBy(this::racks)
                .hasMessage("domain r1 of GB200R64.PRN1 has 5 nodes, and a lot is made of 16 to 18");
        nodes.clear();
        nodes.add(node("t1", "IDLE", "", "gb200", "gpu:gb200:4"));
        assertThatThrownBy(this::racks)
                .hasMessageContaining("has the features [gb200], of which exactly one must match 'r[0-9]+'");
    }

    private String servers() {
        return drawn(SlurmPool.byFeature(new PoolId(Sku.B200X8, "PRN1"), "b200", ""));
    }

    private String racks() {
        return drawn(SlurmPool.byFeature(new PoolId(Sku.GB200R64, "PRN1"), "gb200", "r[0-9]+"));
    }

    private String drawn(SlurmPool pool) {
        DemandSnapshot reading = DemandCount.of(pool, nodes, jobs, 7);
        assertThat(reading.asOf()).isEqualTo(7);
        return reading.totalLots() + " lots, " + reading.internalLots() + " internal, " + reading.pendingLots()
                + " pending" + (reading.outage() ? ", outage" : "");
    }

    private void server(String states, String reason) {
        nodes.add(node("s" + nodes.size(), states, reason, "b200", "gpu:b200:8(S:0-1)"));
    }

    private void rack(String rack, int some, String states, int others, String otherStates) {
        for (int tray = 1; tray <= some + others; tray++) {
            String name = String.format(Locale.ROOT, "%s-%02d", rack, tray);
            nodes.add(node(name, tray <= some ? states : otherStates, "", "gb200," + rack, "gpu:gb200:4"));
        }
    }

    private static SlurmNode node(String name, String states, String reason, String features, String gres) {
        return SlurmNode.read(
                json(String.format(Locale.ROOT, """
                {"name": "%s", "state": %s, "reason": "%s", "features": %s, "partitions": ["internal"], "gres": "%s"}""", name, quoted(states), reason, quoted(features), gres)));
    }

    private static SlurmJob pending(String reason, int nodes, String more) {
        return job(String.format(Locale.ROOT, """
                {"job_id": 1, "name": "work", "job_state": ["PENDING"], "state_reason": "%s", "partition": "internal",
                 "node_count": {"set": true, "infinite": false, "number": %d}, %s}""", reason, nodes, more));
    }

    private static SlurmJob job(String text) {
        return SlurmJob.read(json(text));
    }

    private static String quoted(String list) {
        return "[\"" + list.replace(",", "\",\"") + "\"]";
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }
}
