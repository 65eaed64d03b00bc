package io.tidemark.fleet.node;

import static io.tidemark.fleet.node.Bench.MINUTE;
import static io.tidemark.fleet.node.Bench.RACKS;
import static io.tidemark.fleet.node.Bench.SERVERS;
import static io.tidemark.fleet.node.Bench.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.fleet.driver.Access;
import io.tidemark.fleet.driver.Isolation.Kind;
import io.tidemark.fleet.driver.Isolation.Partition;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.embedded.Faults;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a tenant entrusts to the fleet, and what it is told of its walls. */
class TenantTrustTest {
    private static final String KEY = "AAAAC3NzaC1lZDI1NTE5AAAASECRETKEY";
    private static final String DATA = "#cloud-config password: hunter2";
    private static final Access ACCESS = new Access("ssh-ed25519 " + KEY + " alice", DATA);
    private static final long HOUR = Hours.containing(T0) + 1;
    private static final long START = Hours.startMillis(HOUR);

    @Test
    void whenALeaseEndsNoRowHoldsItsHoldersKeyOrData() throws SQLException {
        Bench bench = Bench.withoutFaults().installed(SERVERS, 3).offered(SERVERS, 3);
        Delivery firm = Delivery.firm(SERVERS, 7, HOUR, 5, 2, ACCESS);
        bench.fleet.deliver(firm, bench.now);
        bench.fleet.deliver(Delivery.spot(SERVERS, 7, 42, 6, 1, false, bench.now, ACCESS), bench.now);
        bench.runUntil(START + MINUTE);
        assertThat(tablesWith(bench, KEY)).containsExactly("fleet_delivery");
        assertThat(tablesWith(bench, "hunter2")).containsExactly("fleet_delivery");
        assertThat(tablesWith(bench, "tmi.")).as("tokens of its nodes").containsExactly("embedded_node");

        bench.fleet.release(LeaseKey.spot(SERVERS, 7, 42), 7, 0, bench.now);
        bench.runUntil(START + 62 * MINUTE);
        assertThat(bench.lease(firm.key()).ended()).isTrue();
        assertThat(bench.lease(LeaseKey.spot(SERVERS, 7, 42)).ended()).isTrue();
        assertThat(tablesWith(bench, KEY)).isEmpty();
        assertThat(tablesWith(bench, "hunter2")).isEmpty();
        assertThat(tablesWith(bench, "tmi.")).isEmpty();

        assertThat(bench.fleet.deliver(firm, bench.now)).as("it comes again").isFalse();
        assertThat(tablesWith(bench, KEY)).isEmpty();
        assertThatThrownBy(() -> bench.fleet.deliver(Delivery.firm(SERVERS, 7, HOUR, 5, 3, ACCESS), bench.now))
                .isInstanceOf(DeliveryConflictException.class);
    }

    private static List<String> tablesWith(Bench bench, String text) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = bench.rows.getConnection();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet names = statement.executeQuery(
                    "select tablename from pg_tables where schemaname = current_schema() order by tablename")) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            assertThat(tables).contains("fleet_delivery", "fleet_node", "embedded_node");
            for (String table : tables) {
                try (ResultSet rows = statement.executeQuery(
                        "select from " + table + " t where strpos(t::text, '" + text + "') > 0")) {
                    if (rows.next()) {
                        found.add(table);
                    }
                }
            }
        }
        return found;
    }

    @Test
    void theProofOfANodeSaysWhatKeptItApartFromOthers() {
        Bench bench = Bench.withoutFaults().installed(RACKS, 2).offered(RACKS, 2);
        LeaseKey alice = bench.firm(RACKS, 7, HOUR, 1);
        LeaseKey bob = bench.firm(RACKS, 8, HOUR, 1);
        bench.runUntil(START + MINUTE);
        List<Partition> hers = partitions(bench, alice);
        assertThat(hers)
                .extracting(Partition::kind)
                .containsExactly(Kind.VLAN, Kind.INFINIBAND_PARTITION, Kind.NVLINK_PARTITION);
        assertThat(hers).allMatch(partition -> partition.id().startsWith("simulated-"));
        assertThat(partitions(bench, bob)).hasSize(3).doesNotContainAnyElementsOf(hers);

        bench.runUntil(START + 120 * MINUTE);
        assertThat(partitions(bench, alice)).as("also when it is over").isEqualTo(hers);
    }

    /** All nodes of a lease have the same. */
    private static List<Partition> partitions(Bench bench, LeaseKey lease) {
        List<List<Partition>> all = bench.fleet.proofs(lease).stream()
                .map(proof -> proof.isolation().orElseThrow().partitions())
                .distinct()
                .toList();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    void aDriverThatDoesNotAnswerIsAskedAgain() {
        AtomicBoolean failing = new AtomicBoolean();
        Bench bench =
                Bench.with(1, Faults.NONE, failing::get).installed(SERVERS, 1).offered(SERVERS, 1);
        LeaseKey lease = bench.firm(SERVERS, 7, HOUR, 1);
        while (bench.count(SERVERS, NodeState.DEPLOYING) == 0) {
            bench.runUntil(bench.now + MINUTE);
        }
        failing.set(true);
        bench.runUntil(START + MINUTE);
        assertThat(bench.fleet.proofs(lease))
                .singleElement()
                .satisfies(proof -> assertThat(proof.isolation()).isEmpty());
        failing.set(false);
        bench.runUntil(START + 2 * MINUTE);
        assertThat(partitions(bench, lease)).hasSize(2);
    }
}
