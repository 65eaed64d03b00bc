package io.tidemark.fleet.driver.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.fleet.driver.InternalFence;
import io.tidemark.fleet.driver.InternalFenceContract;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.Phase;
import io.tidemark.fleet.lab.Lab;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

@Tag("lab")
class SlurmFenceTest extends InternalFenceContract {
    private static SlurmLab lab;

    @BeforeAll
    static void start() {
        lab = SlurmLab.up("that the fence keeps its contract on a real Slurm");
    }

    @AfterAll
    static void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    @AfterEach
    void tidy() {
        lab.tidy();
    }

    @Override
    protected InternalFence restarted() {
        return new SlurmFence(lab.options());
    }

    @Override
    protected Set<NodeRef> idleNodes() {
        return Set.of(new NodeRef("hgx1"), new NodeRef("hgx2"), new NodeRef("hgx3"));
    }

    @Override
    protected void occupy(NodeRef node) {
        // Not by -w: topology/block refuses that for nodes that stand in no block.
        lab.submit("work", 1, "-C", "hgx_b200", "-x", others(node));
        Lab.until("the work runs", () -> lab.job("work").equals("RUNNING"));
    }

    private String others(NodeRef node) {
        return idleNodes().stream()
                .filter(other -> !other.equals(node))
                .map(NodeRef::name)
                .collect(Collectors.joining(","));
    }

    @Override
    protected boolean isUndisturbed(NodeRef node) {
        return lab.job("work").equals("RUNNING") && !view(node).backendState().contains("DRAIN");
    }

    @Override
    protected long now() {
        return System.currentTimeMillis();
    }

    @Override
    protected void await(Set<NodeRef> nodes, Phase state) {
        assertThat(nodes)
                .allSatisfy(node ->
                        Lab.until(node + " is " + state, () -> view(node).state() == state));
    }
}
