package io.tidemark.fleet.node;

import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.jdbc.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of what has happened: hand-overs and their ends, changes for whoever follows them, each step of each node. */
final class Chronicle {
    private final Session session;

    Chronicle(Session session) {
        this.session = session;
    }

    void save(Board board) {
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
                Chronicle::change,
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
                        key, row.getString("domain"), row.getLong("ready_at"), Session.optionalLong(row, "until_ms")),
                key.toString());
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
}
