package io.tidemark.fleet.reliability;

import io.tidemark.exchange.pool.Event.LeaseEnd;
import io.tidemark.fleet.database.Transaction;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of one pool, inside a transaction. What is open of a bid is written anew when anything about it has changed. */
final class ReliabilityRows {
    private final Transaction transaction;
    private final String pool;

    ReliabilityRows(Transaction transaction, String pool) {
        this.transaction = transaction;
        this.pool = pool;
    }

    /** Gives each history what is open of its bid. */
    void resume(Map<Long, BidHistory> bids) throws SQLException {
        if (bids.isEmpty()) {
            return;
        }
        Map<Long, List<LeasePart>> parts = new HashMap<>();
        Map<Long, List<Promise>> promises = new HashMap<>();
        Object[] wanted = bids.keySet().toArray();
        try (PreparedStatement select = transaction.prepare("""
                SELECT bid, lots, began_at, coalesce(until, 0) FROM reliability_part
                WHERE pool = ? AND ended_at IS NULL AND bid = ANY (?)""")) {
            select.setString(1, pool);
            select.setArray(2, transaction.array("bigint", wanted));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    LeasePart part =
                            new LeasePart(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), 0, null);
                    parts.computeIfAbsent(part.bid(), first -> new ArrayList<>())
                            .add(part);
                }
            }
        }
        try (PreparedStatement select = transaction.prepare("""
                SELECT bid, cause, lots, given_at, until, open_lots, kept_lots, short_lots FROM reliability_notice
                WHERE pool = ? AND open_lots > 0 AND bid = ANY (?)""")) {
            select.setString(1, pool);
            select.setArray(2, transaction.array("bigint", wanted));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Promise promise = new Promise(
                            row.getLong(1),
                            LeaseEnd.valueOf(row.getString(2)),
                            row.getLong(3),
                            row.getLong(4),
                            row.getLong(5),
                            row.getLong(6),
                            row.getLong(7),
                            row.getLong(8));
                    promises.computeIfAbsent(promise.bid(), first -> new ArrayList<>())
                            .add(promise);
                }
            }
        }
        bids.forEach((bid, history) ->
                history.resume(parts.getOrDefault(bid, List.of()), promises.getOrDefault(bid, List.of())));
    }

    /** Writes what has changed. */
    void store(Map<Long, BidHistory> bids) throws SQLException {
        List<BidHistory> changed =
                bids.values().stream().filter(BidHistory::isChanged).toList();
        if (changed.isEmpty()) {
            return;
        }
        Object[] numbers = bids.entrySet().stream()
                .filter(entry -> entry.getValue().isChanged())
                .map(Map.Entry::getKey)
                .toArray();
        forget("DELETE FROM reliability_part WHERE pool = ? AND ended_at IS NULL AND bid = ANY (?)", numbers);
        forget("DELETE FROM reliability_notice WHERE pool = ? AND open_lots > 0 AND bid = ANY (?)", numbers);
        addParts(changed);
        addPromises(changed);
    }

    private void forget(String sql, Object[] bids) throws SQLException {
        try (PreparedStatement delete = transaction.prepare(sql)) {
            delete.setString(1, pool);
            delete.setArray(2, transaction.array("bigint", bids));
            delete.executeUpdate();
        }
    }

    private void addParts(List<BidHistory> histories) throws SQLException {
        try (PreparedStatement insert = transaction.prepare("""
                INSERT INTO reliability_part (pool, bid, lots, began_at, until, ended_at, cause)
                VALUES (?, ?, ?, ?, nullif(?, 0), nullif(?, 0), ?)""")) {
            for (BidHistory history : histories) {
                for (LeasePart part : history.parts()) {
                    LeaseEnd cause = part.cause();
                    insert.setString(1, pool);
                    insert.setLong(2, part.bid());
                    insert.setLong(3, part.lots());
                    insert.setLong(4, part.beganAt());
                    insert.setLong(5, part.until());
                    insert.setLong(6, part.endedAt());
                    if (cause == null) {
                        insert.setNull(7, Types.VARCHAR);
                    } else {
                        insert.setString(7, cause.name());
                    }
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private void addPromises(List<BidHistory> histories) throws SQLException {
        try (PreparedStatement insert = transaction.prepare("""
                INSERT INTO reliability_notice
                    (pool, bid, cause, lots, given_at, until, open_lots, kept_lots, short_lots)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            for (BidHistory history : histories) {
                for (Promise promise : history.promises()) {
                    insert.setString(1, pool);
                    insert.setLong(2, promise.bid());
                    insert.setString(3, promise.cause().name());
                    insert.setLong(4, promise.lots());
                    insert.setLong(5, promise.givenAt());
                    insert.setLong(6, promise.until());
                    insert.setLong(7, promise.open());
                    insert.setLong(8, promise.kept());
                    insert.setLong(9, promise.broken());
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    /** Adds to what is known of an hour. */
    void add(FirmHour hour) throws SQLException {
        try (PreparedStatement upsert = transaction.prepare("""
                INSERT INTO reliability_hour AS known
                    (pool, hour, whole_lots, short_lots, failed_lots, curtailed_lots, curtailed_before)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (pool, hour) DO UPDATE SET
                    whole_lots = known.whole_lots + excluded.whole_lots,
                    short_lots = known.short_lots + excluded.short_lots,
                    failed_lots = known.failed_lots + excluded.failed_lots,
                    curtailed_lots = known.curtailed_lots + excluded.curtailed_lots,
                    curtailed_before = least(known.curtailed_before, excluded.curtailed_before)""")) {
            upsert.setString(1, pool);
            upsert.setLong(2, hour.hour());
            upsert.setLong(3, hour.whole());
            upsert.setLong(4, hour.part());
            upsert.setLong(5, hour.failed());
            upsert.setLong(6, hour.curtailed());
            if (hour.before().isPresent()) {
                upsert.setLong(7, hour.before().getAsLong());
            } else {
                upsert.setNull(7, Types.BIGINT);
            }
            upsert.executeUpdate();
        }
    }
}
