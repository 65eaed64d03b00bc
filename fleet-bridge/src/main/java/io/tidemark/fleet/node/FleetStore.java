package io.tidemark.fleet.node;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.Access;
import io.tidemark.fleet.driver.Endpoint;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.SanitizeReport;
import io.tidemark.fleet.driver.SanitizeStep;
import io.tidemark.fleet.driver.StepEvidence;
import io.tidemark.fleet.jdbc.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of the fleet, read and written. It decides nothing. */
final class FleetStore {
    /** Any number that nobody else takes; it stands for the right to write the fleet's rows. */
    private static final long WRITER = 0x7469_6465_666c_6565L;

    private static final String DELIVERY_COLUMNS =
            "key, lots, whole, from_ms, until_ms, ssh_public_key, user_data, version, staying_lots, notice_ends, ended";

    private final Session session;

    FleetStore(Session session) {
        this.session = session;
    }

    /** Waits until nobody else writes; the right ends with the transaction. */
    void becomeWriter() {
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
        session.list("select " + DELIVERY_COLUMNS + " from fleet_delivery where not ended", FleetStore::want)
                .forEach(want -> board.wants.put(want.key(), want));
        session.list("select * from fleet_assignment order by sequence", row -> assignment(row, board))
                .forEach(Board::link);
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
        saveDeliveries(board);
        saveHandOvers(board);
        saveChanges(board);
        List<@Nullable Object[]> passages = new ArrayList<>();
        for (Passage passage : board.passages) {
            passages.add(new @Nullable Object[] {
                passage.node().name(),
                passage.from().name(),
                passage.to().name(),
                passage.at(),
                passage.generation(),
                passage.lease().map(LeaseKey::toString).orElse(null),
                passage.why()
            });
        }
        session.updateAll(
                "insert into fleet_transition (node, from_state, to_state, at, generation, lease, why)"
                        + " values (?, ?, ?, ?, ?, ?, ?)",
                passages);
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

    private void saveDeliveries(Board board) {
        List<@Nullable Object[]> dropped = new ArrayList<>();
        for (Assignment assignment : board.dropped) {
            dropped.add(new @Nullable Object[] {assignment.want.key().toString(), assignment.lot.domain});
        }
        session.updateAll("delete from fleet_assignment where key = ? and domain = ?", dropped);
        List<@Nullable Object[]> wants = new ArrayList<>();
        List<@Nullable Object[]> assignments = new ArrayList<>();
        for (Want want : board.wants.values()) {
            if (want.changed) {
                wants.add(new @Nullable Object[] {
                    want.lots,
                    want.staying,
                    want.noticeEnds,
                    want.ended,
                    want.key().toString()
                });
            }
            for (Assignment assignment : want.assignments) {
                if (assignment.changed) {
                    assignments.add(new @Nullable Object[] {
                        want.key().toString(),
                        assignment.lot.domain,
                        assignment.sequence,
                        assignment.leavesAt,
                        assignment.readyAt
                    });
                }
            }
        }
        session.updateAll(
                "update fleet_delivery set lots = ?, staying_lots = ?, notice_ends = ?, ended = ? where key = ?",
                wants);
        session.updateAll(
                "insert into fleet_assignment (key, domain, sequence, leaves_at, ready_at) values (?, ?, ?, ?, ?)"
                        + " on conflict (key, domain) do update set leaves_at = excluded.leaves_at,"
                        + " ready_at = excluded.ready_at",
                assignments);
    }

    private void saveHandOvers(Board board) {
        List<@Nullable Object[]> closed = new ArrayList<>();
        for (HandOverSpan span : board.closed) {
            closed.add(
                    new @Nullable Object[] {span.until().getAsLong(), span.key().toString(), span.lot()});
        }
        // Closed before opened: a lot may be lost and handed over again within one step.
        session.updateAll(
                "update fleet_hand_over set until_ms = ? where key = ? and domain = ? and until_ms is null", closed);
        List<@Nullable Object[]> opened = new ArrayList<>();
        for (HandOverSpan span : board.opened) {
            opened.add(new @Nullable Object[] {span.key().toString(), span.lot(), span.readyAt()});
        }
        session.updateAll("insert into fleet_hand_over (key, domain, ready_at) values (?, ?, ?)", opened);
    }

    private void saveChanges(Board board) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Change change : board.changes) {
            rows.add(row(change));
        }
        session.updateAll(
                "insert into fleet_change (sequence, kind, key, domain, node, at, ready_at, nodes, why)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows);
    }

    private static @Nullable Object[] row(Change change) {
        long sequence = change.sequence();
        if (change instanceof Change.HandOver done) {
            String[] nodes = done.nodes().stream().map(NodeRef::name).toArray(String[]::new);
            return new @Nullable Object[] {
                sequence, "HAND_OVER", done.key().toString(), done.lot(), null, done.at(), done.readyAt(), nodes, null
            };
        }
        if (change instanceof Change.Lost lost) {
            return new @Nullable Object[] {
                sequence, "LOST", lost.key().toString(), lost.lot(), lost.node().name(), lost.at(), null, null, null
            };
        }
        if (change instanceof Change.HandedBack back) {
            return new @Nullable Object[] {
                sequence, "HANDED_BACK", back.key().toString(), back.lot(), null, back.at(), null, null, null
            };
        }
        Change.Quarantined quarantined = (Change.Quarantined) change;
        return new @Nullable Object[] {
            sequence,
            "QUARANTINED",
            null,
            null,
            quarantined.node().name(),
            quarantined.at(),
            null,
            null,
            quarantined.why().name()
        };
    }

    List<Change> changesAfter(long sequence, int most) {
        return session.list(
                "select * from fleet_change where sequence > ? order by sequence limit ?",
                FleetStore::change,
                sequence,
                most);
    }

    private static Change change(ResultSet row) throws SQLException {
        long sequence = row.getLong("sequence");
        long at = row.getLong("at");
        String kind = row.getString("kind");
        if (kind.equals("QUARANTINED")) {
            return new Change.Quarantined(
                    sequence, new NodeRef(row.getString("node")), QuarantineReason.valueOf(row.getString("why")), at);
        }
        LeaseKey key = LeaseKey.parse(row.getString("key"));
        String lot = row.getString("domain");
        return switch (kind) {
            case "HAND_OVER" -> {
                List<NodeRef> nodes = new ArrayList<>();
                for (String name : (String[]) row.getArray("nodes").getArray()) {
                    nodes.add(new NodeRef(name));
                }
                yield new Change.HandOver(sequence, key, lot, nodes, row.getLong("ready_at"), at);
            }
            case "LOST" -> new Change.Lost(sequence, key, lot, new NodeRef(row.getString("node")), at);
            case "HANDED_BACK" -> new Change.HandedBack(sequence, key, lot, at);
            default -> throw new IllegalStateException("no such change: " + kind);
        };
    }

    List<HandOverSpan> handOvers(LeaseKey key) {
        return session.list(
                "select * from fleet_hand_over where key = ? order by id",
                row -> new HandOverSpan(
                        key, row.getString("domain"), row.getLong("ready_at"), optional(row, "until_ms")),
                key.toString());
    }

    /** A delivery, ended or not, with its version. */
    Optional<Want> delivery(LeaseKey key) {
        return session.first(
                "select " + DELIVERY_COLUMNS + " from fleet_delivery where key = ?", FleetStore::want, key.toString());
    }

    void enter(Delivery delivery) {
        session.update(
                "insert into fleet_delivery (key, pool, account, lots, whole, from_ms, until_ms, ssh_public_key,"
                        + " user_data, version, ended) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, false)"
                        + " on conflict (key) do update set lots = excluded.lots, whole = excluded.whole,"
                        + " from_ms = excluded.from_ms, until_ms = excluded.until_ms,"
                        + " ssh_public_key = excluded.ssh_public_key, user_data = excluded.user_data,"
                        + " version = excluded.version, staying_lots = null, notice_ends = null, ended = false",
                delivery.key().toString(),
                delivery.pool().toString(),
                delivery.account(),
                delivery.lots(),
                delivery.whole(),
                delivery.from(),
                delivery.until().isPresent() ? (Long) delivery.until().getAsLong() : null,
                delivery.access().sshPublicKey(),
                delivery.access().userData(),
                delivery.version());
    }

    void notice(LeaseKey key, long version, int staying, long endsAt) {
        session.update(
                "update fleet_delivery set version = ?, staying_lots = ?, notice_ends = ? where key = ?",
                version,
                staying,
                endsAt,
                key.toString());
    }

    void release(LeaseKey key, long version, int staying, long at) {
        session.update(
                "update fleet_delivery set version = ?, lots = least(lots, ?), staying_lots = null, notice_ends = null"
                        + " where key = ?",
                version,
                staying,
                key.toString());
        session.update(
                "update fleet_assignment set leaves_at = least(leaves_at, ?) where key = ? and leaves_at is not null",
                at,
                key.toString());
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

    /** A report is written once; a later reading of it changes nothing. */
    void file(SanitizeReport report, long now) {
        int inserted = session.update(
                "insert into fleet_report (node, epoch, complete, simulated, read_at) values (?, ?, ?, ?, ?)"
                        + " on conflict do nothing",
                report.node().name(),
                report.epoch(),
                report.isComplete(),
                report.simulated(),
                now);
        if (inserted == 0) {
            return;
        }
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (StepEvidence evidence : report.steps()) {
            rows.add(new @Nullable Object[] {
                report.node().name(),
                report.epoch(),
                rows.size(),
                evidence.step().name(),
                evidence.method(),
                evidence.tool(),
                evidence.devicesFound(),
                evidence.devicesExpected(),
                evidence.result().name(),
                evidence.startedAt(),
                evidence.endedAt(),
                evidence.evidenceHash()
            });
        }
        session.updateAll(
                "insert into fleet_evidence (node, epoch, position, step, method, tool, devices_found,"
                        + " devices_expected, result, started_at, ended_at, evidence_hash)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows);
    }

    List<SanitizeReport> reports(NodeRef node) {
        return session.list(
                "select epoch, simulated from fleet_report where node = ? order by epoch",
                row -> new SanitizeReport(
                        node, row.getLong("epoch"), row.getBoolean("simulated"), evidence(node, row.getLong("epoch"))),
                node.name());
    }

    List<HandOverProof> proofs(LeaseKey key) {
        return session.list(
                """
                select handed.domain, handed.node, handed.ready_at, proof.epoch, proof.simulated
                from (select min(sequence) as first, domain, each.node, ready_at
                      from fleet_change cross join lateral unnest(nodes) as each(node)
                      where kind = 'HAND_OVER' and key = ? group by domain, each.node, ready_at) handed
                cross join lateral (select epoch, simulated from fleet_report
                      where node = handed.node and complete and read_at <= handed.ready_at
                      order by epoch desc limit 1) proof
                order by handed.first, handed.node""",
                row -> {
                    NodeRef node = new NodeRef(row.getString("node"));
                    long epoch = row.getLong("epoch");
                    return new HandOverProof(
                            key,
                            row.getString("domain"),
                            node,
                            row.getLong("ready_at"),
                            new SanitizeReport(node, epoch, row.getBoolean("simulated"), evidence(node, epoch)));
                },
                key.toString());
    }

    private List<StepEvidence> evidence(NodeRef node, long epoch) {
        return session.list(
                "select * from fleet_evidence where node = ? and epoch = ? order by position",
                row -> new StepEvidence(
                        SanitizeStep.valueOf(row.getString("step")),
                        row.getString("method"),
                        row.getString("tool"),
                        row.getInt("devices_found"),
                        row.getInt("devices_expected"),
                        StepEvidence.Result.valueOf(row.getString("result")),
                        row.getLong("started_at"),
                        row.getLong("ended_at"),
                        row.getString("evidence_hash")),
                node.name(),
                epoch);
    }

    List<Passage> story(NodeRef node) {
        return session.list(
                "select * from fleet_transition where node = ? order by id",
                row -> new Passage(
                        node,
                        NodeState.valueOf(row.getString("from_state")),
                        NodeState.valueOf(row.getString("to_state")),
                        row.getLong("at"),
                        row.getLong("generation"),
                        Optional.ofNullable(row.getString("lease")).map(LeaseKey::parse),
                        row.getString("why")),
                node.name());
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

    private static Want want(ResultSet row) throws SQLException {
        Want want = new Want(new Delivery(
                LeaseKey.parse(row.getString("key")),
                row.getLong("version"),
                row.getInt("lots"),
                row.getBoolean("whole"),
                row.getLong("from_ms"),
                optional(row, "until_ms"),
                new Access(row.getString("ssh_public_key"), row.getString("user_data"))));
        Long staying = Session.longOrNull(row, "staying_lots");
        want.staying = staying == null ? null : Math.toIntExact(staying);
        want.noticeEnds = Session.longOrNull(row, "notice_ends");
        want.ended = row.getBoolean("ended");
        return want;
    }

    private static Assignment assignment(ResultSet row, Board board) throws SQLException {
        Want want = board.wants.get(LeaseKey.parse(row.getString("key")));
        FleetLot lot = board.lots.get(row.getString("domain"));
        if (want == null || lot == null) {
            throw new IllegalStateException("an assignment of " + row.getString("key") + " hangs in the air");
        }
        Assignment assignment = new Assignment(want, lot, row.getLong("sequence"));
        assignment.leavesAt = Session.longOrNull(row, "leaves_at");
        assignment.readyAt = Session.longOrNull(row, "ready_at");
        return assignment;
    }

    private static OptionalLong optional(ResultSet row, String column) throws SQLException {
        Long value = Session.longOrNull(row, column);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static @Nullable LeaseKey key(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : LeaseKey.parse(text);
    }

    private static @Nullable String text(@Nullable LeaseKey key) {
        return key == null ? null : key.toString();
    }
}
