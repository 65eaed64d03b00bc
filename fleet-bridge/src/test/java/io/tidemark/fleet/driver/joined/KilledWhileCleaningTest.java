package io.tidemark.fleet.driver.joined;

import static io.tidemark.fleet.node.NodeState.INTERNAL;
import static io.tidemark.fleet.node.NodeState.OFFERABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.SanitizeReport;
import io.tidemark.fleet.driver.ironic.EmulatedMachine;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;

/** A real Ironic is killed while it cleans seven servers, each of them at another point of it. */
@Tag("lab")
class KilledWhileCleaningTest {
    private static final List<String> POINTS = List.of(
            "power on",
            "heartbeat",
            "clean.get_clean_steps",
            "clean.execute_clean_step",
            "tidemark_gpu_memory",
            "log.collect_system_logs",
            "power off");

    private Site site;

    @BeforeEach
    void begin() {
        site = new Site(POINTS.size());
    }

    @AfterEach
    void end() {
        if (site != null) {
            site.close();
        }
    }

    @RepeatedTest(3)
    void everyServerServesAgainWithoutWaitingForTheLimit(RepetitionInfo turn) {
        for (NodeRef node : site.nodes) {
            int point = site.nodes.indexOf(node) + turn.getCurrentRepetition();
            machine(node).hold(POINTS.get(point % POINTS.size()));
        }
        site.fleet.setOffered(Site.POOL, POINTS.size(), site.now());
        site.run(
                "each is at its point",
                () -> site.nodes.stream().allMatch(node -> machine(node).isHeld()));
        Set<String> states = site.nodes.stream().map(this::ironicState).collect(Collectors.toSet());
        assertThat(states).containsExactlyInAnyOrder("cleaning", "clean wait");

        site.ironic.kill();
        assertThat(site.fleet.step(site.now()).stale()).isTrue();
        site.nodes.forEach(node -> machine(node).goOn());
        site.ironic.restart();

        site.run("all are for sale", () -> site.count(OFFERABLE) == POINTS.size(), site::repair);
        assertThat(site.nodes).allSatisfy(node -> {
            List<SanitizeReport> reports = site.fleet.reports(node);
            assertThat(reports.get(reports.size() - 1).isComplete()).isTrue();
        });
        site.fleet.setOffered(Site.POOL, 0, site.now());
        site.run("all are internal", () -> site.count(INTERNAL) == POINTS.size());
        site.fleet.check(site.now());
    }

    private String ironicState(NodeRef node) {
        return site.ironic.node(node.name()).get("provision_state").asText();
    }

    private EmulatedMachine machine(NodeRef node) {
        return site.ironic.machines.get(node.name());
    }
}
