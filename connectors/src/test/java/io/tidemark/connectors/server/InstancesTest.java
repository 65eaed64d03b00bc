package io.tidemark.connectors.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.connectors.document.Documents;
import io.tidemark.connectors.rest.InstanceDesk.State;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.node.InstanceTokens;
import io.tidemark.fleet.node.LeasedNode;
import io.tidemark.fleet.node.NodeState;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose token says what of which node, and how often the fleet is asked for it. */
class InstancesTest {
    private static final NodeRef NODE = new NodeRef("b200-1");
    private static final NodeRef OTHER = new NodeRef("b200-2");
    private static final long SECOND = 1_000_000_000;
    private static final Optional<String> URL = Optional.of("https://market.example");

    @TempDir
    private Path folder;

    private final Map<NodeRef, LeasedNode> fleet = new HashMap<>();
    private InstanceTokens tokens = InstanceTokens.none();
    private long nanos;
    private int readings;
    private Instances instances = new Instances(tokens, Map::of, () -> 0);

    @BeforeEach
    void open() {
        tokens = Instances.tokens(Documents.in(folder), URL);
        instances = new Instances(
                tokens,
                () -> {
                    readings++;
                    return Map.copyOf(fleet);
                },
                () -> nanos);
    }

    private void node(NodeRef node, long generation, NodeState state, OptionalLong notice, OptionalLong until) {
        fleet.put(node, new LeasedNode(node, generation, PoolId.parse("B200X8.PRN1"), state, true, notice, until));
    }

    private String token(NodeRef node, long generation) {
        return tokens.link(node, generation).orElseThrow().token();
    }

    @Test
    void aTokenIsOfOneNodeAndOneDeployment() {
        node(NODE, 7, NodeState.LEASED, OptionalLong.empty(), OptionalLong.of(3_600_000));
        node(OTHER, 8, NodeState.NOTICE, OptionalLong.of(120_000), OptionalLong.empty());
        assertThat(instances.byToken(token(NODE, 7))).hasValueSatisfying(instance -> {
            assertThat(instance.node()).isEqualTo("b200-1");
            assertThat(instance.state()).isEqualTo(State.IN_USE);
            assertThat(instance.endsAt()).hasValue(3_600_000);
            assertThat(instance.reason()).isEmpty();
        });
        assertThat(instances.byToken(token(OTHER, 8))).hasValueSatisfying(instance -> {
            assertThat(instance.node()).isEqualTo("b200-2");
            assertThat(instance.state()).isEqualTo(State.UNDER_NOTICE);
            assertThat(instance.endsAt()).hasValue(120_000);
            assertThat(instance.reason()).contains("RECLAIMED");
        });
        assertThat(instances.byToken(token(NODE, 6))).as("of the tenant before").isEmpty();
        assertThat(instances.byToken(token(NODE, 8))).isEmpty();
    }

    @Test
    void aNodeThatIsBeingStartedSaysSo() {
        node(NODE, 7, NodeState.READY, OptionalLong.empty(), OptionalLong.empty());
        assertThat(instances.byToken(token(NODE, 7)).orElseThrow().state()).isEqualTo(State.STARTING);
    }

    @Test
    void theFleetIsReadOnceInASecondAndNeverForAForgedToken() {
        node(NODE, 7, NodeState.LEASED, OptionalLong.empty(), OptionalLong.empty());
        assertThat(instances.byToken(token(NODE, 7) + "x")).isEmpty();
        assertThat(instances.byToken("alice-key")).isEmpty();
        assertThat(readings).isZero();
        for (int i = 0; i < 1_000; i++) {
            assertThat(instances.byToken(token(NODE, 7))).isPresent();
        }
        assertThat(readings).isEqualTo(1);
        fleet.clear();
        nanos += SECOND;
        assertThat(instances.byToken(token(NODE, 7))).as("given back").isEmpty();
        assertThat(readings).isEqualTo(2);
    }

    @Test
    void theSecretOutlivesTheProgramAndIsNoOtherMarkets() {
        InstanceTokens after = Instances.tokens(Documents.in(folder), Optional.empty());
        assertThat(after.read(token(NODE, 7))).isPresent();
        assertThat(after.link(NODE, 7)).as("no address, so no node is told").isEmpty();
        assertThat(Instances.tokens(Documents.in(folder.resolve("another")), URL)
                        .read(token(NODE, 7)))
                .isEmpty();
    }
}
