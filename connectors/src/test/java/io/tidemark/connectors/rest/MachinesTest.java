package io.tidemark.connectors.rest;

import static io.tidemark.connectors.rest.TestMarket.ALICE;
import static io.tidemark.connectors.rest.TestMarket.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.rest.MachineDesk.Evidence;
import io.tidemark.connectors.rest.MachineDesk.Machine;
import io.tidemark.connectors.rest.MachineDesk.Sanitizing;
import io.tidemark.connectors.rest.MachineDesk.Step;
import io.tidemark.exchange.contract.PoolId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachinesTest {
    private static final String MACHINES = "/v1/operator/machines";
    private static final long AT = 1_800_000_000_000L;

    @TempDir
    Path directory;

    private TestMarket market;

    @BeforeEach
    void open() {
        market = TestMarket.open(directory);
        market.machines.add(machine("a1", TestMarket.POOL, "OFFERABLE", Optional.empty()));
        market.machines.add(machine("a2", TestMarket.POOL, "QUARANTINED", Optional.of("ERASE_FAILED")));
        market.machines.add(machine("b1", TestMarket.OTHER, "QUARANTINED", Optional.of("NODE_DEAD")));
        market.machines.add(
                new Step(AT, "SANITIZING", "QUARANTINED", Optional.empty(), "a disk is missing"),
                new Sanitizing(
                        7,
                        false,
                        List.of(new Evidence(
                                "NVME_CRYPTO_ERASE",
                                "format",
                                "nvme 2",
                                7,
                                8,
                                "FAILED",
                                AT,
                                AT + 1,
                                "ab".repeat(32)))));
    }

    @AfterEach
    void close() {
        market.close();
    }

    private static Machine machine(String name, PoolId pool, String state, Optional<String> why) {
        return new Machine(
                name, pool, name, MachineDesk.State.valueOf(state), AT, Optional.empty(), why, false, 0, true);
    }

    private List<String> names(String query) {
        return market.get(OPERATOR, MACHINES + query).expect(200).json().findValuesAsText("node");
    }

    @Test
    void nodesAreListedByPoolAndStateAndPageByPage() {
        assertThat(names("")).containsExactly("a1", "a2", "b1");
        assertThat(names("?state=quarantined")).containsExactly("a2", "b1");
        assertThat(names("?state=QUARANTINED&pool=" + TestMarket.POOL)).containsExactly("a2");
        JsonNode first = market.get(OPERATOR, MACHINES + "?limit=2").expect(200).json();
        assertThat(first.path("nextAfter").asText()).isEqualTo("a2");
        assertThat(names("?limit=2&after=a2")).containsExactly("b1");
        assertThat(market.get(OPERATOR, MACHINES + "?pool=B200X8.NONE1")
                        .expect(404)
                        .text("code"))
                .isEqualTo("NO_SUCH_POOL");
    }

    @Test
    void aStateThatIsNoneIsToldWithThoseThatAre() {
        TestMarket.Answer wrong =
                market.get(OPERATOR, MACHINES + "?state=quarantine").expect(422);
        assertThat(wrong.text("field")).isEqualTo("state");
        assertThat(wrong.text("remedy")).contains("QUARANTINED");
    }

    @Test
    void aNodeHasItsLifeAndItsProofs() {
        JsonNode node = market.get(OPERATOR, MACHINES + "/a2").expect(200).json();
        assertThat(node.at("/machine/quarantined").asText()).isEqualTo("ERASE_FAILED");
        assertThat(node.at("/story/0/why").asText()).isEqualTo("a disk is missing");
        assertThat(node.at("/sanitizings/0/complete").asBoolean()).isFalse();
        assertThat(node.at("/sanitizings/0/steps/0/devicesFound").asInt()).isEqualTo(7);
        assertThat(market.get(OPERATOR, MACHINES + "/NO..NODE").expect(404).text("code"))
                .isEqualTo("NO_SUCH_NODE");
    }

    @Test
    void onlyWhatStandsInQuarantineIsRepaired() {
        assertThat(market.post(OPERATOR, MACHINES + "/a2/repaired", "")
                        .expect(200)
                        .text("repaired"))
                .isEqualTo("true");
        assertThat(market.post(OPERATOR, MACHINES + "/a1/repaired", "")
                        .expect(409)
                        .text("code"))
                .isEqualTo("NODE_NOT_QUARANTINED");
        assertThat(market.post(OPERATOR, MACHINES + "/zz/repaired", "")
                        .expect(404)
                        .text("code"))
                .isEqualTo("NO_SUCH_NODE");
    }

    @Test
    void machinesAreTheOperators() {
        assertThat(market.get(ALICE, MACHINES).expect(403).text("code")).isEqualTo("SCOPE_MISSING");
        assertThat(market.post(ALICE, MACHINES + "/a2/repaired", "").expect(403).text("code"))
                .isEqualTo("SCOPE_MISSING");
    }
}
