package io.tidemark.exchange.duty;

import io.tidemark.exchange.journal.postgres.JournalDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Duties in PostgreSQL: a row for each member, renewed five times in the time after which it counts as gone, and an
 * advisory lock on its session, which ends with the process.
 */
public final class PostgresDuties implements Duties {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresDuties.class);
    private static final int RENEWALS = 5;

    /** Any number, so that two members do not make the tables at the same time. */
    private static final long MAKING_TABLES = 0x7469_6465_6475_7479L;

    private final JournalDatabase database;
    private final String address;
    private final Duration silence;
    private final Duration longest;
    private final long member = new SecureRandom().nextLong(1, Long.MAX_VALUE);
    private final ScheduledExecutorService renewals =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "presence"));
    private final ExecutorService aborts = Executors.newCachedThreadPool(task -> daemon(task, "presence-abort"));
    private volatile Set<String> held = Set.of();
    private volatile long heard;
    private @Nullable Connection session;
    private @Nullable ScheduledFuture<?> renewing;
    private boolean closed;

    /**
     * Says that this member is present, from now on and until it is closed.
     *
     * @param address where people find the member, for the table only
     * @param silence after which a member counts as gone
     * @throws DutyException if the database refuses
     */
    public static PostgresDuties open(JournalDatabase database, String address, Duration silence) {
        PostgresDuties duties = new PostgresDuties(database, address, silence);
        try {
            duties.makeTables();
            duties.renew();
        } catch (SQLException failed) {
            duties.stop();
            throw new DutyException("cannot sign in as a member: " + failed.getMessage(), failed);
        }
        duties.keepRenewing();
        return duties;
    }

    private PostgresDuties(JournalDatabase database, String address, Duration silence) {
        this.database = database;
        this.address = address;
        this.silence = silence;
        this.longest = silence.dividedBy(2);
        this.heard = System.nanoTime() - silence.toNanos();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private void makeTables() throws SQLException {
        try (InputStream script = PostgresDuties.class.getResourceAsStream("duty.sql");
                Connection connection = database.connect(longest);
                Statement statement = connection.createStatement()) {
            if (script == null) {
                throw new IllegalStateException("duty.sql is not in this build");
            }
            connection.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock(" + MAKING_TABLES + ")");
            statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
            connection.commit();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public long member() {
        return member;
    }

    @Override
    public boolean isPresent() {
        // A tenth less, for clocks that do not run alike.
        return System.nanoTime() - heard < silence.toNanos() / 10 * 9;
    }

    @Override
    public Duration silent() {
        return Duration.ofNanos(System.nanoTime() - heard);
    }

    @Override
    public boolean holds(String duty) {
        return held.contains(duty);
    }

    @Override
    public synchronized Claim claim(String duty, boolean inAnyCase) {
        try (PreparedStatement call = session().prepareStatement("SELECT * FROM duty.claim(?, ?, ?::interval, ?)")) {
            call.setString(1, duty);
            call.setLong(2, member);
            call.setString(3, silence.toMillis() + " milliseconds");
            call.setBoolean(4, inAnyCase);
            try (ResultSet answer = call.executeQuery()) {
                answer.next();
                Claim claim = new Claim(answer.getLong(1) == member, answer.getLong(1), answer.getLong(2));
                if (claim.mine()) {
                    Set<String> now = new HashSet<>(held);
                    now.add(duty);
                    held = Set.copyOf(now);
                }
                return claim;
            }
        } catch (SQLException failed) {
            throw lost("cannot claim " + duty, failed);
        }
    }

    @Override
    public synchronized void release(String duty) {
        forget(duty);
        try (PreparedStatement update =
                session().prepareStatement("UPDATE duty.assignment SET holder = 0 WHERE duty = ? AND holder = ?")) {
            update.setString(1, duty);
            update.setLong(2, member);
            update.executeUpdate();
        } catch (SQLException failed) {
            throw lost("cannot release " + duty, failed);
        }
    }

    @Override
    public synchronized Map<String, String> holders() {
        Map<String, String> holders = new TreeMap<>();
        try (PreparedStatement select = session().prepareStatement("""
                        SELECT a.duty, m.address FROM duty.assignment a JOIN duty.member m ON m.member = a.holder
                        WHERE m.renewed > clock_timestamp() - ?::interval""")) {
            select.setString(1, silence.toMillis() + " milliseconds");
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    holders.put(row.getString(1), row.getString(2));
                }
            }
            return holders;
        } catch (SQLException failed) {
            throw lost("cannot ask who does what", failed);
        }
    }

    private void forget(String duty) {
        Set<String> now = new HashSet<>(held);
        now.remove(duty);
        held = Set.copyOf(now);
    }

    private synchronized void keepRenewing() {
        long pause = silence.toMillis() / RENEWALS;
        renewing = renewals.scheduleWithFixedDelay(this::tryToRenew, pause, pause, TimeUnit.MILLISECONDS);
    }

    private void tryToRenew() {
        try {
            renew();
        } catch (SQLException failed) {
            LOG.warn("this member could not say that it is present: {}", failed.getMessage());
        } catch (RuntimeException unexpected) {
            LOG.error("this member could not say that it is present", unexpected);
        }
    }

    private synchronized void renew() throws SQLException {
        if (closed) {
            return;
        }
        // Before it is sent: the row says a later instant, so this member gives up before the others do.
        long asked = System.nanoTime();
        try (PreparedStatement row = session().prepareStatement("""
                        WITH here AS (
                            INSERT INTO duty.member AS m (member, address, renewed) VALUES (?, ?, clock_timestamp())
                            ON CONFLICT (member) DO UPDATE SET renewed = clock_timestamp())
                        SELECT duty FROM duty.assignment WHERE holder = ?""")) {
            row.setLong(1, member);
            row.setString(2, address);
            row.setLong(3, member);
            Set<String> now = new HashSet<>();
            try (ResultSet duties = row.executeQuery()) {
                while (duties.next()) {
                    now.add(duties.getString(1));
                }
            }
            held = Set.copyOf(now);
            heard = asked;
        } catch (SQLException failed) {
            hangUp();
            throw failed;
        }
    }

    private Connection session() throws SQLException {
        Connection open = session;
        if (open != null) {
            return open;
        }
        Connection connection = database.connect(longest);
        try {
            try (Statement statement = connection.createStatement()) {
                // A session that was lost may stand for a moment longer; nobody else ever asks for this number.
                statement.execute("SELECT pg_advisory_lock(" + member + ")");
            }
        } catch (SQLException failed) {
            connection.close();
            throw failed;
        }
        session = connection;
        return connection;
    }

    private DutyException lost(String what, SQLException failed) {
        hangUp();
        return new DutyException(what + ": " + failed.getMessage(), failed);
    }

    private void hangUp() {
        Connection open = session;
        session = null;
        if (open != null) {
            try {
                open.abort(aborts);
            } catch (SQLException gone) {
                LOG.debug("a lost session did not close: {}", gone.getMessage());
            }
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        heard = System.nanoTime() - silence.toNanos();
        held = Set.of();
        try (PreparedStatement leave = session().prepareStatement("""
                        WITH free AS (UPDATE duty.assignment SET holder = 0 WHERE holder = ?)
                        DELETE FROM duty.member WHERE member = ? OR renewed < clock_timestamp() - interval '1 day'""")) {
            leave.setLong(1, member);
            leave.setLong(2, member);
            leave.executeUpdate();
        } catch (SQLException failed) {
            LOG.warn("this member could not sign out and will be missed: {}", failed.getMessage());
        }
        stop();
    }

    private synchronized void stop() {
        if (renewing != null) {
            renewing.cancel(false);
        }
        renewals.shutdown();
        hangUp();
        aborts.shutdown();
    }
}
