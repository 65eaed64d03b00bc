package io.tidemark.exchange.journal.postgres;

import io.tidemark.exchange.journal.Chain;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.journal.PoolTail;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The statements of the journal. Each is one message each way and commits by itself. */
final class Tables {
    /** Where the records are. */
    static final String RECORDS = "journal.record";

    private static final int MOST_ROWS = 256;
    private static final int MOST_ROW_BYTES = 4 << 20;

    private Tables() {}

    /** A record as it is kept. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Row(long offset, JournalRecord record, byte[] link) {}

    /**
     * What the server made of a flush.
     *
     * @param base offset of the first record that was taken; the others follow in the order of appending
     * @param accepted by the order of the flush's parts; a pool that is not accepted left no record
     */
    @SuppressWarnings("ArrayRecordComponent") // For a moment, between two methods.
    record Appended(long base, boolean[] accepted) {}

    /**
     * Where the server has a pool.
     *
     * @param epoch of the owner; zero if the server does not know the pool
     * @param tail of its records
     * @param found link of the record that was asked for; null if it is not there
     * @param released whether the record, if it ever was there, is not kept any more
     */
    @SuppressWarnings("ArrayRecordComponent") // For a moment, between two methods.
    record Head(long epoch, PoolTail tail, byte @Nullable [] found, boolean released) {}

    /** Puts the records of a flush behind the heads of their pools. */
    static Appended append(Connection connection, Flush flush) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT base, accepted FROM journal.append(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            Arrays arrays = new Arrays(connection, statement);
            setParts(arrays, flush.parts());
            setRecords(arrays, flush);
            try (ResultSet answer = statement.executeQuery()) {
                answer.next();
                Boolean[] accepted = (Boolean[]) answer.getArray(2).getArray();
                Appended appended = new Appended(answer.getLong(1), unboxed(accepted));
                refuse(statement.getWarnings());
                return appended;
            }
        }
    }

    /**
     * A server that stops waiting for its synchronous standby commits all the same, and only warns: the record is durable on
     * one machine of two. The next synchronous commit makes up for it, so this counts as no answer.
     */
    private static void refuse(@Nullable SQLWarning warning) throws SQLWarning {
        if (warning != null) {
            throw warning;
        }
    }

    private static void setParts(Arrays arrays, List<Flush.Part> parts) throws SQLException {
        arrays.add(parts.stream().map(part -> part.tenure().pool()).toArray(String[]::new));
        arrays.add(parts.stream().mapToLong(part -> part.tenure().epoch()).toArray());
        arrays.add(parts.stream().mapToLong(part -> part.before().sequence()).toArray());
        arrays.add(joined(parts.stream().map(part -> part.before().link()).toList(), parts.size() * Chain.LENGTH));
        arrays.add(parts.stream().mapToLong(part -> part.after().sequence()).toArray());
        arrays.add(joined(parts.stream().map(part -> part.after().link()).toList(), parts.size() * Chain.LENGTH));
    }

    private static void setRecords(Arrays arrays, Flush flush) throws SQLException {
        Map<Flush.Part, Integer> numbers = new HashMap<>();
        flush.parts().forEach(part -> numbers.put(part, numbers.size() + 1)); // As the server counts, from one.
        List<JournalRecord> records =
                flush.items().stream().map(Flush.Item::record).toList();
        int[] ends = new int[records.size()];
        int end = 0;
        for (int i = 0; i < ends.length; i++) {
            end = Math.addExact(end, records.get(i).payload().length);
            ends[i] = end;
        }
        arrays.add(flush.items().stream()
                .mapToInt(item -> numbers.get(item.part()))
                .toArray());
        arrays.add(records.stream().mapToLong(JournalRecord::firstSequence).toArray());
        arrays.add(records.stream().mapToLong(JournalRecord::lastSequence).toArray());
        arrays.add(records.stream().mapToLong(JournalRecord::time).toArray());
        arrays.add(joined(flush.items().stream().map(Flush.Item::link).toList(), records.size() * Chain.LENGTH));
        arrays.add(ends);
        arrays.add(joined(records.stream().map(JournalRecord::payload).toList(), end));
    }

    private static byte[] joined(List<byte[]> pieces, int length) {
        byte[] whole = new byte[length];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, whole, at, piece.length);
            at += piece.length;
        }
        return whole;
    }

    private static boolean[] unboxed(Boolean[] values) {
        boolean[] plain = new boolean[values.length];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = values[i];
        }
        return plain;
    }

    /** Where the server has the pools of a flush; waits for transactions on them that are still under way. */
    static List<Head> settle(Connection connection, List<Flush.Part> parts) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT known, owner_epoch, head_epoch, head_sequence, head_link, found_link, released FROM journal.settle(?, ?)")) {
            Arrays arrays = new Arrays(connection, statement);
            arrays.add(parts.stream().map(part -> part.tenure().pool()).toArray(String[]::new));
            arrays.add(parts.stream().mapToLong(Flush.Part::firstOfLast).toArray());
            List<Head> heads = new ArrayList<>();
            try (ResultSet answer = statement.executeQuery()) {
                while (answer.next()) {
                    PoolTail tail = answer.getBoolean(1)
                            ? new PoolTail(answer.getLong(3), answer.getLong(4), answer.getBytes(5))
                            : PoolTail.none();
                    heads.add(new Head(answer.getLong(2), tail, answer.getBytes(6), answer.getBoolean(7)));
                }
                refuse(statement.getWarnings());
            }
            return heads;
        }
    }

    /** The offsets of a pool's records from one first sequence to another, in order. */
    static List<Long> offsets(Connection connection, String pool, long first, long last) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT \"offset\" FROM journal.record WHERE pool = ? AND first_sequence BETWEEN ? AND ?"
                        + " ORDER BY first_sequence")) {
            statement.setString(1, pool);
            statement.setLong(2, first);
            statement.setLong(3, last);
            List<Long> offsets = new ArrayList<>();
            try (ResultSet answer = statement.executeQuery()) {
                while (answer.next()) {
                    offsets.add(answer.getLong(1));
                }
            }
            return offsets;
        }
    }

    /** Raises the epoch of a pool by one, and says where its records end under that epoch's owner. */
    static Tenure takeOver(Connection connection, String pool, String owner) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO journal.pool_head AS h (pool, epoch, record_epoch, sequence, link, owner, taken_at)
                VALUES (?, 1, 0, 0, ?, ?, now())
                ON CONFLICT (pool) DO UPDATE
                   SET epoch = h.epoch + 1, owner = excluded.owner, taken_at = excluded.taken_at
                RETURNING epoch, record_epoch, sequence, link""")) {
            statement.setString(1, pool);
            statement.setBytes(2, Chain.origin());
            statement.setString(3, owner);
            try (ResultSet answer = statement.executeQuery()) {
                answer.next();
                Tenure tenure = new Tenure(
                        pool,
                        answer.getLong(1),
                        new PoolTail(answer.getLong(2), answer.getLong(3), answer.getBytes(4)));
                refuse(statement.getWarnings());
                return tenure;
            }
        }
    }

    /** Where the records of a pool end; empty if it has none. */
    static Optional<PoolTail> tail(Connection connection, String pool) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT record_epoch, sequence, link FROM journal.pool_head WHERE pool = ? AND sequence > 0")) {
            statement.setString(1, pool);
            try (ResultSet answer = statement.executeQuery()) {
                return answer.next()
                        ? Optional.of(new PoolTail(answer.getLong(1), answer.getLong(2), answer.getBytes(3)))
                        : Optional.empty();
            }
        }
    }

    /** The pools that have durable records, by name. */
    static Set<String> pools(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT pool FROM journal.pool_head WHERE sequence > 0");
                ResultSet answer = statement.executeQuery()) {
            Set<String> pools = new TreeSet<>();
            while (answer.next()) {
                pools.add(answer.getString(1));
            }
            return pools;
        }
    }

    /** What the first record of a pool at or behind an offset follows. */
    static PoolTail tailBefore(Connection connection, String pool, long offset) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                (SELECT epoch, last_sequence, link FROM journal.record
                  WHERE pool = ? AND "offset" < ? ORDER BY "offset" DESC LIMIT 1)
                UNION ALL
                (SELECT epoch, sequence, link FROM journal.pool_front WHERE pool = ?)""")) {
            statement.setString(1, pool);
            statement.setLong(2, offset);
            statement.setString(3, pool);
            try (ResultSet answer = statement.executeQuery()) {
                PoolTail latest = PoolTail.none();
                while (answer.next()) {
                    if (answer.getLong(2) > latest.sequence()) {
                        latest = new PoolTail(answer.getLong(1), answer.getLong(2), answer.getBytes(3));
                    }
                }
                return latest;
            }
        }
    }

    /**
     * Records from an offset on, of one pool or of all: as many as are good to hold in memory, and one if there is any.
     *
     * @param pool null for all
     */
    static List<Row> rows(Connection connection, @Nullable String pool, long fromOffset) throws SQLException {
        // The length of a payload is known without reading it.
        String sql = """
                SELECT "offset", pool, epoch, first_sequence, last_sequence, time, payload, link
                  FROM (SELECT r.*, sum(octet_length(payload)) OVER (ORDER BY "offset") - octet_length(payload) AS before
                          FROM (SELECT * FROM journal.record WHERE "offset" >= ? %s ORDER BY "offset" LIMIT ?) r) sized
                 WHERE before < ? ORDER BY 1""".formatted(pool == null ? "" : "AND pool = ?");
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int at = 1;
            statement.setLong(at++, fromOffset);
            if (pool != null) {
                statement.setString(at++, pool);
            }
            statement.setInt(at++, MOST_ROWS);
            statement.setInt(at, MOST_ROW_BYTES);
            List<Row> rows = new ArrayList<>();
            try (ResultSet answer = statement.executeQuery()) {
                while (answer.next()) {
                    rows.add(row(answer));
                }
            }
            return rows;
        }
    }

    private static Row row(ResultSet answer) throws SQLException {
        JournalRecord record = new JournalRecord(
                answer.getString(2),
                answer.getLong(3),
                answer.getLong(4),
                answer.getLong(5),
                answer.getLong(6),
                answer.getBytes(7));
        return new Row(answer.getLong(1), record, answer.getBytes(8));
    }

    /** The offset of the next record. */
    static long nextOffset(Connection connection) throws SQLException {
        return number(connection, "SELECT next_offset FROM journal.counter");
    }

    /** The offset of the first record that is kept. */
    static long firstOffset(Connection connection) throws SQLException {
        return number(connection, "SELECT first_offset FROM journal.front");
    }

    /** Drops the records below an offset. */
    static void dropBefore(Connection connection, long offset) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT journal.drop_front(?)")) {
            statement.setLong(1, offset);
            statement.executeQuery().close();
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet answer = statement.executeQuery()) {
            answer.next();
            return answer.getLong(1);
        }
    }

    /** Parameters in their order, arrays in the driver's binary form. */
    private static final class Arrays {
        private final Connection connection;
        private final PreparedStatement statement;
        private int last;

        Arrays(Connection connection, PreparedStatement statement) {
            this.connection = connection;
            this.statement = statement;
        }

        void add(String[] values) throws SQLException {
            statement.setArray(++last, connection.createArrayOf("text", values));
        }

        void add(long[] values) throws SQLException {
            statement.setArray(
                    ++last,
                    connection.createArrayOf(
                            "int8", LongStream.of(values).boxed().toArray()));
        }

        void add(int[] values) throws SQLException {
            statement.setArray(
                    ++last,
                    connection.createArrayOf(
                            "int4", IntStream.of(values).boxed().toArray()));
        }

        void add(byte[] bytes) throws SQLException {
            statement.setBytes(++last, bytes);
        }
    }
}
