package io.tidemark.exchange.snapshot.postgres;

import io.tidemark.exchange.journal.PoolHead;
import io.tidemark.exchange.journal.postgres.JournalDatabase;
import io.tidemark.exchange.snapshot.SnapshotException;
import io.tidemark.exchange.snapshot.SnapshotPlace;
import io.tidemark.exchange.snapshot.SnapshotStore;
import io.tidemark.exchange.snapshot.StoredSnapshot;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots as rows, each with a digest over all its fields. Every call has a connection of its own: they are rare, and a large
 * one must not keep the journal waiting.
 */
public final class PostgresSnapshots implements SnapshotStore {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresSnapshots.class);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final JournalDatabase database;
    private final long epoch;

    /** The snapshots in a database, to read; and to write as long as no member does so in turns. */
    public PostgresSnapshots(JournalDatabase database) {
        this(database, 0);
    }

    private PostgresSnapshots(JournalDatabase database, long epoch) {
        this.database = database;
        this.epoch = epoch;
    }

    @Override
    public SnapshotStore writer(long epoch) {
        run(
                "change who writes snapshots",
                "UPDATE journal.snapshot_writer SET epoch = ? WHERE epoch <= ?",
                statement -> {
                    statement.setLong(1, epoch);
                    statement.setLong(2, epoch);
                    return requireTurn(statement.executeUpdate());
                });
        return new PostgresSnapshots(database, epoch);
    }

    private static int requireTurn(int rows) throws SQLException {
        if (rows == 0) {
            throw new SQLException("another member writes the snapshots now");
        }
        return rows;
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    /**
     * {@inheritDoc} One of the same pool, sequence and offset takes the place of the other. In one statement with looking whose turn it
     * is, and whose turn it is does not change until it has ended.
     */
    @Override
    public void save(StoredSnapshot snapshot) {
        PoolHead head = snapshot.head();
        run("keep the snapshot of " + snapshot, """
                INSERT INTO journal.snapshot (pool, sequence, epoch, chain, "offset", time, state_hash, digest, state)
                SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?
                  FROM (SELECT 1 FROM journal.snapshot_writer WHERE epoch <= ? FOR SHARE) mine
                ON CONFLICT (pool, sequence, "offset") DO UPDATE
                   SET epoch = excluded.epoch, chain = excluded.chain, time = excluded.time, state_hash = excluded.state_hash, digest = excluded.digest, state = excluded.state""", statement -> {
            statement.setString(1, head.pool());
            statement.setLong(2, head.sequence());
            statement.setLong(3, head.epoch());
            statement.setString(4, head.chain());
            statement.setLong(5, snapshot.offset());
            statement.setLong(6, snapshot.time());
            statement.setLong(7, snapshot.stateHash());
            statement.setBytes(8, digest(snapshot));
            statement.setBytes(9, snapshot.state());
            statement.setLong(10, epoch);
            return requireTurn(statement.executeUpdate());
        });
    }

    @Override
    public List<StoredSnapshot> newestFirst(String pool) {
        return run("read the snapshots of pool " + pool, """
                SELECT sequence, epoch, chain, "offset", time, state_hash, digest, state
                  FROM journal.snapshot WHERE pool = ? ORDER BY sequence DESC, "offset" DESC""", statement -> {
            statement.setString(1, pool);
            List<StoredSnapshot> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    addIfWhole(found, snapshot(pool, rows), rows.getBytes(7));
                }
            }
            return found;
        });
    }

    private static StoredSnapshot snapshot(String pool, ResultSet row) throws SQLException {
        return new StoredSnapshot(
                new PoolHead(pool, row.getLong(2), row.getLong(1), row.getString(3)),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getBytes(8));
    }

    private static void addIfWhole(List<StoredSnapshot> found, StoredSnapshot snapshot, byte[] digest) {
        if (MessageDigest.isEqual(digest, digest(snapshot))) {
            found.add(snapshot);
        } else {
            LOG.error("the snapshot of {} is damaged and passed over", snapshot);
        }
    }

    @Override
    public Map<String, List<SnapshotPlace>> places() {
        String sql =
                "SELECT pool, sequence, \"offset\" FROM journal.snapshot ORDER BY pool, sequence DESC, \"offset\" DESC";
        return run("read which snapshots there are", sql, statement -> {
            Map<String, List<SnapshotPlace>> places = new TreeMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    places.computeIfAbsent(rows.getString(1), pool -> new ArrayList<>())
                            .add(new SnapshotPlace(rows.getLong(2), rows.getLong(3)));
                }
            }
            return places;
        });
    }

    @Override
    public Set<String> pools() {
        return run("read which pools have a snapshot", "SELECT DISTINCT pool FROM journal.snapshot", statement -> {
            Set<String> pools = new TreeSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    pools.add(rows.getString(1));
                }
            }
            return pools;
        });
    }

    @Override
    public void prune(int keep) {
        if (keep < 1) {
            throw new IllegalArgumentException("keep must be 1 or more: " + keep);
        }
        run("drop old snapshots", """
                DELETE FROM journal.snapshot s USING (
                    SELECT pool, sequence, "offset",
                           row_number() OVER (PARTITION BY pool ORDER BY sequence DESC, "offset" DESC) AS age
                      FROM journal.snapshot) ranked
                 WHERE s.pool = ranked.pool AND s.sequence = ranked.sequence AND s."offset" = ranked."offset"
                   AND ranked.age > ?
                   AND EXISTS (SELECT FROM journal.snapshot_writer w WHERE w.epoch <= ?)""", statement -> {
            statement.setInt(1, keep);
            statement.setLong(2, epoch);
            return statement.executeUpdate();
        });
    }

    private <T> T run(String what, String sql, Work<T> work) {
        try (Connection connection = database.connect(LONGEST);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            return work.on(statement);
        } catch (SQLException failed) {
            throw new SnapshotException(database + " did not " + what + ": " + failed.getMessage(), failed);
        }
    }

    private static byte[] digest(StoredSnapshot snapshot) {
        PoolHead head = snapshot.head();
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(ByteBuffer.allocate(6 * Long.BYTES)
                    .putLong(head.pool().length())
                    .putLong(head.epoch())
                    .putLong(head.sequence())
                    .putLong(snapshot.offset())
                    .putLong(snapshot.time())
                    .putLong(snapshot.stateHash())
                    .flip());
            sha256.update((head.pool() + head.chain()).getBytes(StandardCharsets.US_ASCII));
            return sha256.digest(snapshot.state());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
