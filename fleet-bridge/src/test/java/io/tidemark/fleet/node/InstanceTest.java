package io.tidemark.fleet.node;

import static io.tidemark.fleet.node.Bench.MINUTE;
import static io.tidemark.fleet.node.Bench.SERVERS;
import static io.tidemark.fleet.node.Bench.T0;
import static io.tidemark.fleet.node.Bench.TOKENS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.fleet.driver.InstanceLink;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a program on a node can know of the node, and for how long. */
class InstanceTest {
    private static final long HOUR = Hours.containing(T0) + 1;
    private static final long START = Hours.startMillis(HOUR);

    @Test
    void aTokenStaysGoodOverTheHourAndEndsWithItsTenant() throws SQLException {
        Bench bench = Bench.withoutFaults().installed(SERVERS, 1).offered(SERVERS, 1);
        LeaseKey first = bench.firm(SERVERS, 7, HOUR, 1);
        LeaseKey second = bench.firm(SERVERS, 7, HOUR + 1, 1);
        bench.runUntil(START + MINUTE);
        NodeRef node = bench.nodesOf(first).get(0);
        String token = token(bench, node).orElseThrow();
        assertThat(instance(bench, token)).hasValueSatisfying(instance -> {
            assertThat(instance.node()).isEqualTo(node);
            assertThat(instance.state()).isEqualTo(NodeState.LEASED);
            assertThat(instance.noticeEnds()).isEmpty();
            assertThat(instance.until()).as("of the last of both hours").hasValue(START + 120 * MINUTE);
            assertThat(instance.simulated()).isTrue();
        });

        bench.runUntil(START + 61 * MINUTE);
        assertThat(bench.lease(first).ended()).isTrue();
        assertThat(bench.nodesOf(second)).as("kept over the hour").containsExactly(node);
        assertThat(token(bench, node)).contains(token);
        assertThat(instance(bench, token)).isPresent();

        bench.runUntil(START + 121 * MINUTE);
        assertThat(instance(bench, token)).as("given back").isEmpty();
        assertThat(token(bench, node)).isEmpty();

        LeaseKey others = bench.firm(SERVERS, 8, HOUR + 3, 1);
        bench.runUntil(START + 181 * MINUTE);
        assertThat(bench.nodesOf(others)).containsExactly(node);
        String theirs = token(bench, node).orElseThrow();
        assertThat(theirs).isNotEqualTo(token);
        assertThat(instance(bench, theirs)).isPresent();
        assertThat(instance(bench, token)).as("of the tenant before").isEmpty();
    }

    @Test
    void onlyTheNodeThatMustGoHearsOfANoticeAndWhenItEnds() throws SQLException {
        Bench bench = Bench.withoutFaults().installed(SERVERS, 2).offered(SERVERS, 2);
        LeaseKey spot = bench.spot(SERVERS, 7, 42, 2, false);
        bench.runUntil(T0 + 90 * MINUTE);
        List<NodeRef> nodes = bench.nodesOf(spot);
        assertThat(nodes).hasSize(2);
        List<String> tokens = List.of(
                token(bench, nodes.get(0)).orElseThrow(),
                token(bench, nodes.get(1)).orElseThrow());
        assertThat(tokens).doesNotHaveDuplicates();
        assertThat(tokens)
                .allSatisfy(token -> assertThat(instance(bench, token)).hasValueSatisfying(instance -> {
                    assertThat(instance.noticeEnds()).isEmpty();
                    assertThat(instance.until()).isEmpty();
                }));

        long ends = bench.now + 5 * MINUTE;
        bench.fleet.notice(spot, bench.nextVersion(), 1, ends, bench.now);
        bench.runUntil(bench.now + MINUTE);
        List<String> going = tokens.stream()
                .filter(token ->
                        instance(bench, token).orElseThrow().noticeEnds().isPresent())
                .toList();
        assertThat(going).hasSize(1);
        assertThat(instance(bench, going.get(0)).orElseThrow().noticeEnds()).hasValue(ends);

        bench.runUntil(ends + MINUTE);
        assertThat(tokens.stream().filter(token -> instance(bench, token).isPresent()))
                .hasSize(1)
                .doesNotContain(going.get(0));
    }

    @Test
    void onlyTheMarketMakesTokens() {
        NodeRef node = new NodeRef("b200-1");
        String token = TOKENS.link(node, 7).orElseThrow().token();
        assertThat(TOKENS.read(token)).contains(new InstanceTokens.Deployed(node, 7));
        assertThat(TOKENS.link(node, 7).orElseThrow().token()).isEqualTo(token);
        assertThat(TOKENS.link(node, 8).orElseThrow().token()).isNotEqualTo(token);

        assertThat(TOKENS.read(token.replace("b200-1", "b200-2"))).isEmpty();
        assertThat(TOKENS.read(token.replace("tmi.7.", "tmi.8."))).isEmpty();
        assertThat(TOKENS.read(token.substring(0, token.length() - 2) + "__")).isEmpty();
        assertThat(TOKENS.read("")).isEmpty();
        assertThat(TOKENS.read("alice-key")).isEmpty();
        InstanceTokens others = InstanceTokens.of(
                "another secret of thirty-two bytes".getBytes(StandardCharsets.US_ASCII), Optional.empty());
        assertThat(others.read(token)).isEmpty();
        assertThat(others.link(node, 7)).as("no address, so no node is told").isEmpty();
        assertThat(InstanceTokens.none().read(token)).isEmpty();
        assertThatThrownBy(() -> InstanceTokens.of(new byte[31], Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new InstanceLink("https://market.example", token).toString()).doesNotContain(token);
    }

    private static Optional<LeasedNode> instance(Bench bench, String token) {
        InstanceTokens.Deployed deployed = TOKENS.read(token).orElseThrow();
        return Optional.ofNullable(bench.fleet.leasedNodes().get(deployed.node()))
                .filter(instance -> instance.generation() == deployed.generation());
    }

    /** What is in the config drive of a machine, if anything is. */
    private static Optional<String> token(Bench bench, NodeRef node) throws SQLException {
        try (Connection connection = bench.rows.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select tidemark_url, tidemark_token from embedded_node where node = ?")) {
            select.setString(1, node.name());
            try (ResultSet row = select.executeQuery()) {
                assertThat(row.next()).isTrue();
                Optional<String> token = Optional.ofNullable(row.getString("tidemark_token"));
                if (token.isPresent()) {
                    assertThat(Objects.requireNonNull(row.getString("tidemark_url")))
                            .isEqualTo("https://market.example");
                }
                return token;
            }
        }
    }
}
