package io.tidemark.fleet.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.fleet.driver.Fence;
import io.tidemark.fleet.driver.InternalFence;
import io.tidemark.fleet.driver.InternalFenceContract;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.Phase;
import io.tidemark.fleet.driver.ReleaseReason;
import io.tidemark.fleet.driver.embedded.EmbeddedFleet;
import io.tidemark.fleet.driver.embedded.EmbeddedOptions;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;

class EmbeddedFenceTest extends InternalFenceContract {
    private final TestDatabase.Place place = TestDatabase.create();
    private long now = 1_800_000_000_000L;

    @BeforeEach
    void install() {
        restarted().install(SERVERS, 4, now);
    }

    @Override
    protected EmbeddedFleet restarted() {
        return new EmbeddedFleet(place.connect(), EmbeddedOptions.standard(3));
    }

    @Override
    protected Set<NodeRef> idleNodes() {
        return Set.of(
                new NodeRef("b200x8-prn1-0001"), new NodeRef("b200x8-prn1-0002"), new NodeRef("b200x8-prn1-0003"));
    }

    /** Internal work that keeps a node is not simulated; what else a fence must leave alone is a node being erased. */
    @Override
    protected void occupy(NodeRef node) {
        InternalFence fence = restarted();
        fence.fence(exactly(Set.of(node)), new Fence(HOUSE, 3), now());
        await(Set.of(node), Phase.FENCED);
        restarted().release(node, ReleaseReason.FROM_INTERNAL, new Fence(HOUSE, 4), now());
    }

    @Override
    protected boolean isUndisturbed(NodeRef node) {
        return view(node).backendState().equals("embedded:cleaning");
    }

    @Override
    protected long now() {
        return ++now;
    }

    @Override
    protected void await(Set<NodeRef> nodes, Phase state) {
        now += 20_000;
        nodes.forEach(node -> assertThat(view(node).state()).isEqualTo(state));
    }
}
