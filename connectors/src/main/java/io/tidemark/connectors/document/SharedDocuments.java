package io.tidemark.connectors.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Documents in a PostgreSQL that several programs share, a row for each. Every row has a version, and whoever changes one
 * says which version it had seen: of two at once, the second does its change again on what the first has written.
 *
 * <p>What others changed is looked for a few times a second. While the database is away, what was known stays known.
 */
public final class SharedDocuments implements Documents, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SharedDocuments.class);
    private static final Duration EVERY = Duration.ofMillis(500);

    /** Any number, so that two programs do not make the table at the same time. */
    private static final long MAKING_TABLE = 0x7469_6465_646F_6373L;

    private static final String TABLE = """
            CREATE TABLE IF NOT EXISTS document (
                name    text        PRIMARY KEY,
                version bigint      NOT NULL CHECK (version > 0),
                content text        NOT NULL,
                changed timestamptz NOT NULL DEFAULT clock_timestamp()
            )""";

    private static final String MAKE =
            "INSERT INTO document (content, name, version) VALUES (?, ?, 1) ON CONFLICT (name) DO NOTHING";

    private static final String CHANGE = """
            UPDATE document SET content = ?, version = version + 1, changed = clock_timestamp()
            WHERE name = ? AND version = ?""";

    private final DataSource connections;
    private final Map<String, SharedDocument<?>> known = new ConcurrentHashMap<>();
    private final AtomicLong looks = new AtomicLong();
    private final Lock oneLook = new ReentrantLock();
    private final ScheduledExecutorService looking =
            Executors.newSingleThreadScheduledExecutor(SharedDocuments::background);
    private boolean isAway;

    /** Makes the table if there is none, and looks for changes from now on. The connections stay the caller's. */
    public SharedDocuments(DataSource connections) {
        this.connections = connections;
        run("the shared documents cannot be opened", connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT pg_advisory_xact_lock(" + MAKING_TABLE + ")");
                return statement.execute(TABLE);
            }
        });
        var unused = looking.scheduleWithFixedDelay(
                this::lookAtAll, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Thread background(Runnable task) {
        Thread thread = new Thread(task, "documents");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> Document<T> document(String name, Class<T> kind) {
        SharedDocument<?> shared = known.computeIfAbsent(name, unknown -> {
            SharedDocument<T> fresh = new SharedDocument<>(this, unknown, kind);
            fresh.load();
            return fresh;
        });
        if (!shared.kind().equals(kind)) {
            throw new IllegalArgumentException("'" + name + "' is a " + shared.kind() + ", not a " + kind);
        }
        return (Document<T>) shared;
    }

    private void lookAtAll() {
        try {
            look();
            isAway = false;
        } catch (UncheckedIOException away) {
            if (!isAway) {
                LOG.warn("{}; what was known stays known", away.getMessage());
                isAway = true;
            }
        } catch (RuntimeException unexpected) {
            LOG.error("the shared documents cannot be looked at", unexpected);
        }
    }

    /** Loads whatever was changed until this call. Of many who ask at once, those who wait share the next look. */
    void look() {
        long before = looks.get();
        oneLook.lock();
        try {
            if (looks.get() == before) {
                looks.incrementAndGet();
                loadChanges();
            }
        } finally {
            oneLook.unlock();
        }
    }

    private void loadChanges() {
        run("the shared documents cannot be looked at", connection -> {
            try (PreparedStatement versions = connection.prepareStatement("SELECT name, version FROM document");
                    ResultSet row = versions.executeQuery()) {
                while (row.next()) {
                    SharedDocument<?> shared = known.get(row.getString(1));
                    if (shared != null && shared.version() < row.getLong(2)) {
                        shared.load();
                    }
                }
            }
            return true;
        });
    }

    /** A row: its version, and what is in it. */
    record Content(long version, String text) {}

    /** The row of a name, if there is one. */
    Optional<Content> load(String name) {
        return run("'" + name + "' cannot be read", connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT version, content FROM document WHERE name = ?")) {
                select.setString(1, name);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(new Content(row.getLong(1), row.getString(2))) : Optional.empty();
                }
            }
        });
    }

    /**
     * Takes in a document as it was written elsewhere, unless it is here already.
     *
     * @return whether this is what is here now; otherwise nothing was changed
     * @throws UncheckedIOException if it cannot be written
     */
    public boolean takeIn(String name, String json) {
        return replace(name, 0, json)
                || load(name).map(there -> there.text().equals(json)).orElse(false);
    }

    /** Writes a row that nobody has changed since this version; 0 if there was none. */
    boolean replace(String name, long version, String text) {
        return run("'" + name + "' cannot be written", connection -> {
            try (PreparedStatement write = connection.prepareStatement(version == 0 ? MAKE : CHANGE)) {
                write.setString(1, text);
                write.setString(2, name);
                if (version != 0) {
                    write.setLong(3, version);
                }
                return write.executeUpdate() == 1;
            }
        });
    }

    private interface SqlWork<T> {
        T in(Connection connection) throws SQLException;
    }

    private <T> T run(String failure, SqlWork<T> work) {
        try (Connection connection = connections.getConnection()) {
            connection.setAutoCommit(false);
            T done = work.in(connection);
            connection.commit();
            return done;
        } catch (SQLException failed) {
            throw new UncheckedIOException(new IOException(failure + ": " + failed.getMessage(), failed));
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
