package io.tidemark.fleet.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Sku;
import io.tidemark.fleet.driver.GangSpec.Placement;
import io.tidemark.fleet.lab.Lab;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link InternalFence} promises. */
public abstract class InternalFenceContract {
    protected static final PoolId SERVERS = new PoolId(Sku.B200X8, "PRN1");
    protected static final LeaseKey HOUSE = LeaseKey.house(SERVERS);

    /** A fence whose scheduler has at least three idle servers, as it is after a start of this process. */
    protected abstract InternalFence restarted();

    /** At least three nodes that are idle, and that no fence has touched. */
    protected abstract Set<NodeRef> idleNodes();

    /** Gives a node something to do that no fence may disturb. */
    protected abstract void occupy(NodeRef node);

    /** Whether what was given is still being done. */
    protected abstract boolean isUndisturbed(NodeRef node);

    /** Market time; every call is later than the one before. */
    protected abstract long now();

    /** Waits until the nodes are in a state. */
    protected abstract void await(Set<NodeRef> nodes, Phase state);

    @Test
    void everyNodeOfOursIsThereAndInternalAtFirst() {
        assertThat(restarted().standing(now())).containsKeys(idleNodes().toArray(NodeRef[]::new));
        assertThat(idleNodes()).allSatisfy(node -> {
            FenceView view = view(node);
            assertThat(view.state()).isEqualTo(Phase.INTERNAL);
            assertThat(view.lease()).isEmpty();
            assertThat(view.backendState()).isNotEmpty();
        });
    }

    @Test
    void idleNodesComeOutOfInternalUseAndSayForWhom() {
        Set<NodeRef> nodes = some(2);
        FenceResult result = restarted().fence(exactly(nodes), new Fence(HOUSE, 5), now());

        assertThat(result.accepted()).isEqualTo(nodes);
        assertThat(result.busy()).isEmpty();
        await(nodes, Phase.FENCED);
        assertThat(nodes).allSatisfy(node -> {
            FenceView view = view(node);
            assertThat(view.lease()).contains(HOUSE);
            assertThat(view.generation()).isEqualTo(5);
            assertThat(view.since()).isLessThanOrEqualTo(now());
        });
    }

    @Test
    void theSameFenceTwiceIsOnce() {
        Set<NodeRef> nodes = some(2);
        restarted().fence(exactly(nodes), new Fence(HOUSE, 5), now());
        await(nodes, Phase.FENCED);

        FenceResult again = restarted().fence(exactly(nodes), new Fence(HOUSE, 5), now());

        assertThat(again.accepted()).isEqualTo(nodes);
        await(nodes, Phase.FENCED);
    }

    @Test
    void aBusyNodeIsNamedAndNotDisturbedAndTheIdleOnesComeOut() {
        Set<NodeRef> nodes = some(3);
        NodeRef working = nodes.iterator().next();
        occupy(working);

        FenceResult result = restarted().fence(exactly(nodes), new Fence(HOUSE, 5), now());

        assertThat(result.busy()).containsExactly(working);
        Set<NodeRef> idle = new HashSet<>(nodes);
        idle.remove(working);
        assertThat(result.accepted()).isEqualTo(idle);
        await(idle, Phase.FENCED);
        assertThat(isUndisturbed(working)).isTrue();
    }

    @Test
    void aLaterGenerationTakesAFenceOverAndEarlierOnesAreRefusedFromThenOn() {
        Set<NodeRef> nodes = some(2);
        restarted().fence(exactly(nodes), new Fence(HOUSE, 5), now());
        restarted().fence(exactly(nodes), new Fence(HOUSE, 7), now());
        await(nodes, Phase.FENCED);

        assertThatThrownBy(() -> restarted().fence(exactly(nodes), new Fence(HOUSE, 6), now()))
                .isInstanceOf(StaleGenerationException.class);
        assertThatThrownBy(() -> restarted().unfence(nodes, new Fence(HOUSE, 6), now()))
                .isInstanceOf(StaleGenerationException.class);
        await(nodes, Phase.FENCED);
        assertThat(nodes).allSatisfy(node -> assertThat(view(node).generation()).isEqualTo(7));
    }

    @Test
    void whatIsGivenBackIsInternalAndALateFenceDoesNotTakeItAgain() {
        Set<NodeRef> nodes = some(2);
        restarted().fence(exactly(nodes), new Fence(HOUSE, 5), now());
        await(nodes, Phase.FENCED);
        restarted().unfence(nodes, new Fence(HOUSE, 6), now());
        restarted().unfence(nodes, new Fence(HOUSE, 6), now());
        await(nodes, Phase.INTERNAL);

        assertThatThrownBy(() -> restarted().fence(exactly(nodes), new Fence(HOUSE, 5), now()))
                .isInstanceOf(StaleGenerationException.class);
        await(nodes, Phase.INTERNAL);
        assertThat(nodes).allSatisfy(node -> assertThat(view(node).lease()).isEmpty());

        // A scheduler may need a moment before a node that came back is idle again.
        Lab.until(
                "a new fence takes them",
                () -> restarted()
                        .fence(exactly(nodes), new Fence(HOUSE, 8), now())
                        .accepted()
                        .equals(nodes));
        await(nodes, Phase.FENCED);
    }

    @Test
    void givingBackWhatWasNeverFencedChangesNothing() {
        Set<NodeRef> nodes = some(2);
        restarted().unfence(nodes, new Fence(HOUSE, 6), now());
        await(nodes, Phase.INTERNAL);
    }

    @Test
    void aNodeInQuarantineIsFencedAndComesBackAsAnyOther() {
        Set<NodeRef> nodes = some(1);
        NodeRef node = nodes.iterator().next();
        restarted().isolate(node, "UNEXPECTED", new Fence(HOUSE, 5), now());
        await(nodes, Phase.FENCED);
        restarted().isolate(node, "UNEXPECTED", new Fence(HOUSE, 5), now());

        assertThat(view(node).state()).as("the same again is the same").isEqualTo(Phase.FENCED);
        assertThat(view(node).lease()).contains(HOUSE);
        assertThatThrownBy(() -> restarted().isolate(node, "UNEXPECTED", new Fence(HOUSE, 4), now()))
                .isInstanceOf(StaleGenerationException.class);

        restarted().unfence(nodes, new Fence(HOUSE, 6), now());
        await(nodes, Phase.INTERNAL);
    }

    @Test
    void aNodeThatIsNotThereIsSaidToBeMissing() {
        Set<NodeRef> nodes = Set.of(new NodeRef("nobody-knows-me"));
        assertThatThrownBy(() -> restarted().fence(exactly(nodes), new Fence(HOUSE, 5), now()))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("nobody-knows-me");
    }

    protected final FenceView view(NodeRef node) {
        return Objects.requireNonNull(restarted().standing(now()).get(node), "nothing stands of " + node);
    }

    protected static GangSpec exactly(Set<NodeRef> nodes) {
        return GangSpec.exactly(SERVERS.sku(), Placement.ANY, nodes);
    }

    private Set<NodeRef> some(int many) {
        return new HashSet<>(idleNodes().stream().sorted().limit(many).toList());
    }
}
