package io.tidemark.fleet.node;

import io.tidemark.fleet.driver.Access;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.jdbc.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of what holders are to have, and of the lots that were set aside for them. It decides nothing. */
final class Deliveries {
    private static final String COLUMNS =
            "key, lots, whole, from_ms, until_ms, ssh_public_key, user_data, version, staying_lots, notice_ends, ended";

    private final Session session;

    Deliveries(Session session) {
        this.session = session;
    }

    /** Those that are under way, with their lots. */
    void load(Board board) {
        session.list("select " + COLUMNS + " from fleet_delivery where not ended", Deliveries::want)
                .forEach(want -> board.wants.put(want.key(), want));
        session.list("select * from fleet_assignment order by sequence", row -> assignment(row, board))
                .forEach(Board::link);
    }

    void save(Board board) {
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
                    want.ended,
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
                "update fleet_delivery set lots = ?, staying_lots = ?, notice_ends = ?, ended = ?,"
                        + " ssh_public_key = case when ? then null else ssh_public_key end,"
                        + " user_data = case when ? then null else user_data end where key = ?",
                wants);
        session.updateAll(
                "insert into fleet_assignment (key, domain, sequence, leaves_at, ready_at) values (?, ?, ?, ?, ?)"
                        + " on conflict (key, domain) do update set leaves_at = excluded.leaves_at,"
                        + " ready_at = excluded.ready_at",
                assignments);
    }

    /** A delivery, ended or not, with its version. */
    Optional<Want> find(LeaseKey key) {
        return session.first(
                "select " + COLUMNS + " from fleet_delivery where key = ?", Deliveries::want, key.toString());
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

    private static Want want(ResultSet row) throws SQLException {
        Want want = new Want(new Delivery(
                LeaseKey.parse(row.getString("key")),
                row.getLong("version"),
                row.getInt("lots"),
                row.getBoolean("whole"),
                row.getLong("from_ms"),
                Session.optionalLong(row, "until_ms"),
                access(row)));
        Long staying = Session.longOrNull(row, "staying_lots");
        want.staying = staying == null ? null : Math.toIntExact(staying);
        want.noticeEnds = Session.longOrNull(row, "notice_ends");
        want.ended = row.getBoolean("ended");
        return want;
    }

    /** With its lease it is let go of. */
    private static Access access(ResultSet row) throws SQLException {
        String key = row.getString("ssh_public_key");
        return key == null ? Access.FORGOTTEN : new Access(key, row.getString("user_data"));
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
}
