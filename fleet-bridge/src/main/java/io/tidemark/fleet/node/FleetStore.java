package io.tidemark.fleet.node;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.Endpoint;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.jdbc.Session;
import io.tidemark.fleet.jdbc.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rows of pools, lots and nodes, with what is wanted of them, read and written. It decides nothing. */
final class FleetStore {
    /** Any number that nobody else takes; it stands for the right to write the fleet's rows. */
    private static final long WRITER = 0x7469_6465_666c_6565L;

    private final Session session;
    private final Deliveries deliveries;
    private final Chronicle chronicle;
    private final Reports reports;

    FleetStore(Session session) {
        this.session = session;
        this.deliveries = new Deliveries(session);
        this.chronicle = new Chronicle(session);
        this.reports = new Reports(session);
    }

    /** Runs alone: waits until nobody else writes, in this process or another. */
    static <T> T write(Transactions transactions, Function<FleetStore, T> work) {
        return transactions.call(session -> {
            FleetStore store = new FleetStore(session);
            store.becomeWriter();
            return work.apply(store);
        });
    }

    static <T> T read(Transactions transactions, Function<FleetStore, T> work) {
        return transactions.call(session -> work.apply(new FleetStore(session)));
    }

    Deliveries deliveries() {
        return deliveries;
    }

    Chronicle chronicle() {
        return chronicle;
    }

    Reports reports() {
        return reports;
    }

    /** The right ends with the transaction. */
    private void becomeWriter() {
        session.first("select pg_advisory_xact_lock(?)", row -> Boolean.TRUE, WRITER);
    }

    Board load() {
        Board board = new Board(this::nextGeneration);
        session.list(
                "select * from fleet_pool",
                row -> board.offeredLots.put(PoolId.parse(row.getString("pool")), row.getInt("offered_lots")));
        session.list("select * from fleet_lot order by domain", FleetStore::lot)
                .forEach(lot -> board.lots.put(lot.domain, lot));
        session.list("select * from fleet_node order by node", row -> node(row, board))
                .forEach(node -> add(board, node));
        deliveries.load(board);
        session.list(
                "select n.node, r.complete from fleet_node n join fleet_report r on r.node = n.node"
                        + " and r.epoch = n.generation where n.state = 'SANITIZING'",
                row -> board.proved.put(new NodeRef(row.getString("node")), row.getBoolean("complete")));
        board.continueFrom(
                session.number("select coalesce(max(sequence), 0) + 1 from fleet_change"),
                session.number("select coalesce(max(sequence), 0) + 1 from fleet_assignment"));
        return board;
    }

    private long nextGeneration() {
        return session.number("select nextval('fleet_generation')");
    }

    static void add(Board board, FleetNode node) {
        board.nodes.put(node.ref, node);
        node.lot.nodes.add(node);
    }

    /** Whether any of these nodes has a later intent than the one that is about to be carried out. */
    boolean isOvertaken(Set<NodeRef> nodes, long generation) {
        String[] names = nodes.stream().map(NodeRef::name).toArray(String[]::new);
        return session.number(
                        "select count(*) from fleet_node where node = any (?) and generation > ?", names, generation)
                > 0;
    }

    /** When the backends were last looked at, epoch milliseconds; empty if never. */
    OptionalLong lastLook() {
        return session.first("select at from fleet_look", row -> OptionalLong.of(row.getLong(1)))
                .orElse(OptionalLong.empty());
    }

    void looked(long at) {
        session.update(
                "insert into fleet_look (at) values (?)"
                        + " on conflict (only_row) do update set at = greatest(fleet_look.at, excluded.at)",
                at);
    }

    void save(Board board) {
        List<@Nullable Object[]> lots = new ArrayList<>();
        for (FleetLot lot : board.lots.values()) {
            if (lot.changed) {
                lots.add(new @Nullable Object[] {
                    lot.domain, lot.pool.toString(), lot.offered, text(lot.tenancy), lot.lastAccount
                });
            }
        }
        session.updateAll(
                "insert into fleet_lot (domain, pool, offered, tenancy, last_account) values (?, ?, ?, ?, ?)"
                        + " on conflict (domain) do update set offered = excluded.offered, tenancy = excluded.tenancy,"
                        + " last_account = excluded.last_account",
                lots);
        saveNodes(board);
        deliveries.save(board);
        chronicle.save(board);
    }

    private void saveNodes(Board board) {
        List<@Nullable Object[]> nodes = new ArrayList<>();
        for (FleetNode node : board.nodes.values()) {
            if (node.changed) {
                nodes.add(new @Nullable Object[] {
                    node.ref.name(),
                    node.lot.pool.toString(),
                    node.lot.domain,
                    node.state.name(),
                    node.since,
                    node.wanted.name(),
                    text(node.lease),
                    node.generation,
                    node.deadline,
                    node.attempts,
                    node.notBefore,
                    node.readyAt,
                    node.certifiedEpoch,
                    node.quarantinedWhy == null ? null : node.quarantinedWhy.name(),
                    node.cleanAgain,
                    node.simulated,
                    node.ssh.address(),
                    node.ssh.port()
                });
            }
        }
        session.updateAll(
                "insert into fleet_node (node, pool, domain, state, since, wanted, lease, generation, deadline, attempts,"
                        + " not_before, ready_at, certified_epoch, quarantined_why, clean_again, simulated, address, port)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (node) do update set state = excluded.state, since = excluded.since,"
                        + " wanted = excluded.wanted, lease = excluded.lease, generation = excluded.generation,"
                        + " deadline = excluded.deadline, attempts = excluded.attempts, not_before = excluded.not_before,"
                        + " ready_at = excluded.ready_at, certified_epoch = excluded.certified_epoch,"
                        + " quarantined_why = excluded.quarantined_why, clean_again = excluded.clean_again",
                nodes);
    }

    /**
     * Nodes that are being deployed or in their tenant's hands. A lot that is kept over the hour has an assignment for each
     * hour: only when all of them are leaving does it leave, and its end is that of the last.
     */
    Map<NodeRef, LeasedNode> leasedNodes() {
        Map<NodeRef, LeasedNode> leased = new HashMap<>();
        session.list(
                        "select n.node, n.generation, n.pool, n.state, n.simulated,"
                                + " case when count(a.leaves_at) = count(*) then max(a.leaves_at) end as notice_ends,"
                                + " case when count(d.until_ms) = count(*) then max(d.until_ms) end as until_ms"
                                + " from fleet_node n join fleet_lot l on l.domain = n.domain and l.tenancy = n.lease"
                                + " join fleet_assignment a on a.domain = l.domain join fleet_delivery d on d.key = a.key"
                                + " where n.state in ('DEPLOYING', 'READY', 'LEASED', 'NOTICE') group by n.node",
                        row -> new LeasedNode(
                                new NodeRef(row.getString("node")),
                                row.getLong("generation"),
                                PoolId.parse(row.getString("pool")),
                                NodeState.valueOf(row.getString("state")),
                                row.getBoolean("simulated"),
                                Session.optionalLong(row, "notice_ends"),
                                Session.optionalLong(row, "until_ms")))
                .forEach(node -> leased.put(node.node(), node));
        return Map.copyOf(leased);
    }

    void offer(PoolId pool, int lots) {
        session.update(
                "insert into fleet_pool (pool, offered_lots) values (?, ?)"
                        + " on conflict (pool) do update set offered_lots = excluded.offered_lots",
                pool.toString(),
                lots);
    }

    boolean cleanAgain(NodeRef node) {
        return session.update(
                        "update fleet_node set clean_again = true where node = ? and state = 'QUARANTINED'",
                        node.name())
                == 1;
    }

    private static FleetLot lot(ResultSet row) throws SQLException {
        FleetLot lot = new FleetLot(row.getString("domain"), PoolId.parse(row.getString("pool")));
        lot.offered = row.getBoolean("offered");
        lot.tenancy = key(row, "tenancy");
        lot.lastAccount = row.getLong("last_account");
        return lot;
    }

    private static FleetNode node(ResultSet row, Board board) throws SQLException {
        FleetLot lot = board.lots.get(row.getString("domain"));
        if (lot == null) {
            throw new IllegalStateException("a node without a lot: " + row.getString("node"));
        }
        FleetNode node = new FleetNode(
                new NodeRef(row.getString("node")),
                lot,
                row.getBoolean("simulated"),
                new Endpoint(row.getString("address"), row.getInt("port")),
                NodeState.valueOf(row.getString("state")),
                row.getLong("since"));
        node.wanted = Wanted.valueOf(row.getString("wanted"));
        node.lease = key(row, "lease");
        node.generation = row.getLong("generation");
        node.deadline = Session.longOrNull(row, "deadline");
        node.attempts = row.getInt("attempts");
        node.notBefore = row.getLong("not_before");
        node.readyAt = Session.longOrNull(row, "ready_at");
        node.certifiedEpoch = Session.longOrNull(row, "certified_epoch");
        String why = row.getString("quarantined_why");
        node.quarantinedWhy = why == null ? null : QuarantineReason.valueOf(why);
        node.cleanAgain = row.getBoolean("clean_again");
        return node;
    }

    private static @Nullable LeaseKey key(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : LeaseKey.parse(text);
    }

    private static @Nullable String text(@Nullable LeaseKey key) {
        return key == null ? null : key.toString();
    }
}
