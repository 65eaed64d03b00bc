package io.tidemark.exchange.journal.postgres;

import io.tidemark.exchange.journal.JournalException;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.journal.PoolTail;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The statements of a copy. Each method is one transaction. */
final class CopyTables {
    /** Who owns the pools while they are copied; a member that takes one over puts its own name there. */
    private static final String OWNER = "copy";

    private CopyTables() {}

    /** Records that go over in one transaction. */
    static final class Portion {
        private final long firstOffset;
        private final List<JournalRecord> records = new ArrayList<>();
        private final List<byte[]> links = new ArrayList<>();
        private final Set<String> pools = new HashSet<>();
        private long bytes;

        Portion(long firstOffset) {
            this.firstOffset = firstOffset;
        }

        void add(JournalRecord record, byte[] link) {
            records.add(record);
            links.add(link);
            pools.add(record.pool());
            bytes += record.payload().length;
        }

        int size() {
            return records.size();
        }

        long bytes() {
            return bytes;
        }
    }

    /**
     * Begins in an empty database, or finds out how far a copy has come.
     *
     * @param fronts what is not kept of each pool; they are written once
     * @return the offset of the next record
     */
    static long begin(Connection connection, long firstOffset, Map<String, PoolTail> fronts) throws SQLException {
        refuseIfOwned(connection);
        long begun = Tables.firstOffset(connection);
        long next = Tables.nextOffset(connection);
        if (next > begun) {
            if (begun != firstOffset) {
                throw new JournalException("the database begins with record " + begun + " and the journal with "
                        + firstOffset + ": it is not a copy of it");
            }
            return next;
        }
        inTransaction(connection, () -> {
            // An earlier attempt may have been given other fronts.
            execute(connection, "DELETE FROM journal.pool_front");
            execute(connection, "DELETE FROM journal.pool_head");
            for (Map.Entry<String, PoolTail> front : fronts.entrySet()) {
                putFront(connection, front.getKey(), front.getValue());
                putHead(connection, front.getKey(), front.getValue());
            }
            set(connection, "UPDATE journal.front SET first_offset = ?", firstOffset);
            set(connection, "UPDATE journal.counter SET next_offset = ?", firstOffset);
        });
        return firstOffset;
    }

    private static void refuseIfOwned(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT pool, owner FROM journal.pool_head WHERE owner <> ? ORDER BY pool LIMIT 1")) {
            statement.setString(1, OWNER);
            try (ResultSet answer = statement.executeQuery()) {
                if (answer.next()) {
                    throw new JournalException("pool " + answer.getString(1) + " was taken over by "
                            + answer.getString(2) + ": nothing is copied into a database that members work with");
                }
            }
        }
    }

    /** Where the pools end. */
    static Map<String, PoolTail> heads(Connection connection) throws SQLException {
        Map<String, PoolTail> heads = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT pool, record_epoch, sequence, link FROM journal.pool_head");
                ResultSet answer = statement.executeQuery()) {
            while (answer.next()) {
                heads.put(answer.getString(1), new PoolTail(answer.getLong(2), answer.getLong(3), answer.getBytes(4)));
            }
        }
        return heads;
    }

    /** Puts a portion behind what is there, and moves the heads of its pools to where they are now. */
    static void write(Connection connection, Portion portion, Map<String, PoolTail> tails) throws SQLException {
        inTransaction(connection, () -> {
            long next = portion.firstOffset;
            try (PreparedStatement statement = connection.prepareStatement("""
                    INSERT INTO journal.record
                        ("offset", pool, epoch, first_sequence, last_sequence, time, link, payload)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")) {
                for (int i = 0; i < portion.size(); i++) {
                    JournalRecord record = portion.records.get(i);
                    statement.setLong(1, next++);
                    statement.setString(2, record.pool());
                    statement.setLong(3, record.epoch());
                    statement.setLong(4, record.firstSequence());
                    statement.setLong(5, record.lastSequence());
                    statement.setLong(6, record.time());
                    statement.setBytes(7, portion.links.get(i));
                    statement.setBytes(8, record.payload());
                    statement.addBatch();
                }
                statement.executeBatch();
            }
            for (String pool : portion.pools) {
                putHead(connection, pool, tails.getOrDefault(pool, PoolTail.none()));
            }
            // Two copies at once would both get here; the second finds the counter moved.
            long counted = next;
            if (set(
                            connection,
                            "UPDATE journal.counter SET next_offset = ? WHERE next_offset = " + portion.firstOffset,
                            counted)
                    != 1) {
                throw new SQLException("somebody else writes to this database");
            }
        });
    }

    private static void putHead(Connection connection, String pool, PoolTail tail) throws SQLException {
        put(connection, """
                INSERT INTO journal.pool_head AS h (pool, record_epoch, sequence, link, epoch, owner, taken_at)
                VALUES (?, ?, ?, ?, ?, '%s', now())
                ON CONFLICT (pool) DO UPDATE SET record_epoch = excluded.record_epoch, sequence = excluded.sequence,
                       link = excluded.link, epoch = excluded.epoch
                 WHERE h.owner = excluded.owner""".formatted(OWNER), pool, tail, true);
    }

    private static void putFront(Connection connection, String pool, PoolTail tail) throws SQLException {
        put(
                connection,
                "INSERT INTO journal.pool_front (pool, epoch, sequence, link) VALUES (?, ?, ?, ?)",
                pool,
                tail,
                false);
    }

    private static void put(Connection connection, String sql, String pool, PoolTail tail, boolean owned)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, pool);
            statement.setLong(2, tail.epoch());
            statement.setLong(3, tail.sequence());
            statement.setBytes(4, tail.link());
            if (owned) {
                statement.setLong(5, tail.epoch());
            }
            if (statement.executeUpdate() != 1) {
                throw new SQLException("pool " + pool + " was taken over by a member while it was copied");
            }
        }
    }

    private static int set(Connection connection, String sql, long value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, value);
            return statement.executeUpdate();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.executeUpdate();
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws SQLException;
    }

    private static void inTransaction(Connection connection, Work work) throws SQLException {
        // After an error the caller closes the connection, and the server undoes what was not committed.
        connection.setAutoCommit(false);
        work.run();
        connection.commit();
        connection.setAutoCommit(true);
    }
}
