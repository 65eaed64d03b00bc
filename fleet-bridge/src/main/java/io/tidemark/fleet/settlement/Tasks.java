package io.tidemark.fleet.settlement;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.database.Transaction;
import io.tidemark.fleet.settlement.Task.ParcelLots;
import io.tidemark.fleet.settlement.Task.State;
import io.tidemark.fleet.settlement.Task.Step;
import io.tidemark.fleet.settlement.TaskKey.Kind;
import io.tidemark.fleet.settlement.TaskPlan.NewTask;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** The tasks of settlement, as rows. Thread-safe, also between processes. */
public final class Tasks {
    private static final int PARCEL_NUMBERS = 3;

    private final Database database;
    private final LongSupplier clock;
    private final RetryPolicy policy;

    /**
     * Opens the tasks that a database has.
     *
     * @param clock epoch milliseconds
     */
    public Tasks(Database database, LongSupplier clock, RetryPolicy policy) {
        this.database = database;
        this.clock = clock;
        this.policy = policy;
    }

    /** Makes tasks that do not exist yet. */
    void add(Transaction transaction, List<NewTask> tasks) throws SQLException {
        if (tasks.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = transaction.prepare("""
                INSERT INTO settlement_task
                    (pool, kind, subject, account, generation, lane, lots, parcels, ends_at, reason, step, message, state)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'DUE')
                ON CONFLICT (pool, kind, subject, account, generation) DO NOTHING""")) {
            for (NewTask task : tasks) {
                insert.setString(1, task.key().pool().toString());
                insert.setString(2, task.key().kind().name());
                insert.setLong(3, task.key().subject());
                insert.setLong(4, task.key().account());
                insert.setLong(5, task.key().generation());
                insert.setString(6, task.key().lane());
                insert.setLong(7, task.lots());
                insert.setArray(8, transaction.array("bigint", flat(task.parcels())));
                insert.setLong(9, task.endsAt());
                insert.setString(10, task.reason());
                insert.setString(11, task.key().step().name());
                insert.setString(12, task.message());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static Object[] flat(List<ParcelLots> parcels) {
        return parcels.stream()
                .flatMap(each -> Stream.of(each.parcel(), each.lots(), each.allOrNone() ? 1L : 0L))
                .toArray();
    }

    /**
     * Takes tasks whose step is due, for as long as the policy lets a step be silent. Within a lane a task waits until
     * those before it are done or parked.
     *
     * @return those that were tried too often without an answer, too: their attempts are above the policy's
     */
    List<Task> claim(Step step, int limit) {
        long instant = clock.getAsLong();
        return database.inTransaction(transaction -> {
            try (PreparedStatement claim = transaction.prepare("""
                    UPDATE settlement_task SET attempts = attempts + 1, not_before = ? WHERE id IN (
                        SELECT id FROM settlement_task due
                        WHERE step = ? AND state = 'DUE' AND not_before <= ? AND NOT EXISTS (
                            SELECT 1 FROM settlement_task before
                            WHERE before.pool = due.pool AND before.lane = due.lane
                                AND before.generation < due.generation
                                AND before.state = 'DUE')
                        ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED)
                    RETURNING *""")) {
                claim.setLong(1, instant + policy.claimMs());
                claim.setString(2, step.name());
                claim.setLong(3, instant);
                claim.setInt(4, limit);
                List<Task> claimed = read(claim);
                claimed.sort(Comparator.comparingLong(Task::id));
                return claimed;
            }
        });
    }

    /**
     * Takes word that is due, as {@link #claim} does, but at most one for each webhook, and none for those that are being
     * told something already: an address that does not answer holds up nobody else. What was not tried yet goes first.
     */
    List<Task> claimWord(int limit, Set<Long> busyWebhooks) {
        long instant = clock.getAsLong();
        return database.inTransaction(transaction -> {
            try (PreparedStatement claim = transaction.prepare("""
                    UPDATE settlement_task SET attempts = attempts + 1, not_before = ? WHERE id IN (
                        SELECT id FROM (
                            SELECT DISTINCT ON (subject) id, attempts FROM settlement_task
                            WHERE step = 'HOLDER' AND state = 'DUE' AND not_before <= ? AND subject <> ALL (?)
                            ORDER BY subject, attempts, id) due
                        ORDER BY attempts, id LIMIT ?)
                    AND state = 'DUE' AND not_before <= ?
                    RETURNING *""")) {
                claim.setLong(1, instant + policy.claimMs());
                claim.setLong(2, instant);
                claim.setArray(3, transaction.array("bigint", busyWebhooks.toArray()));
                claim.setInt(4, limit);
                claim.setLong(5, instant);
                return read(claim);
            }
        });
    }

    /** A task is done; once, whoever says so. */
    void done(Task task) {
        update(task, "state = ?, attempts = 0, not_before = 0, problem = ''", State.DONE.name());
    }

    /** The step failed: it is due again later, or the task is parked. */
    void failed(Task task, String problem) {
        boolean park = task.attempts() >= policy.attempts();
        update(
                task,
                "state = ?, not_before = ?, problem = ?",
                park ? State.PARKED.name() : State.DUE.name(),
                clock.getAsLong() + policy.backoffMs(task.attempts()),
                problem);
    }

    /** Nothing happens if the task has moved on meanwhile. */
    private void update(Task task, String change, Object... values) {
        Object[] parameters = Stream.concat(
                        Stream.of(values), Stream.of(task.id(), task.step().name()))
                .toArray();
        database.inTransaction(transaction -> transaction.update(
                "UPDATE settlement_task SET " + change + " WHERE id = ? AND step = ? AND state = 'DUE'", parameters));
    }

    boolean wasTriedTooOften(Task task) {
        return task.attempts() > policy.attempts();
    }

    /** Tasks in a state, the oldest first; {@code after} is 0, or the id of the last one of the page before. */
    public List<Task> list(State state, long after, int limit) {
        return database.inSnapshot(transaction -> {
            try (PreparedStatement select = transaction.prepare(
                    "SELECT * FROM settlement_task WHERE state = ? AND id > ? ORDER BY id LIMIT ?")) {
                select.setString(1, state.name());
                select.setLong(2, after);
                select.setInt(3, limit);
                return read(select);
            }
        });
    }

    /** The first task of a kind about a subject of an account: with it began what the others go on with. */
    public Optional<Task> first(PoolId pool, Kind kind, long subject, long account) {
        return database.inSnapshot(transaction -> {
            try (PreparedStatement select = transaction.prepare("""
                            SELECT * FROM settlement_task WHERE pool = ? AND kind = ? AND subject = ? AND account = ?
                            ORDER BY generation LIMIT 1""")) {
                select.setString(1, pool.toString());
                select.setString(2, kind.name());
                select.setLong(3, subject);
                select.setLong(4, account);
                return read(select).stream().findFirst();
            }
        });
    }

    /**
     * How many tasks are not done yet, for those who watch; reads only what is open, however long the history. Word to holders
     * does not count: that the address of a holder does not answer is nothing that the operator could mend.
     */
    public Backlog backlog() {
        return database.inSnapshot(transaction -> {
            try (PreparedStatement select = transaction.prepare("""
                            SELECT (SELECT count(*) FROM settlement_task WHERE state = 'DUE' AND step = 'FLEET'),
                                (SELECT coalesce(min(id), 0) FROM settlement_task
                                    WHERE state = 'DUE' AND step = 'FLEET'),
                                (SELECT count(*) FROM settlement_task WHERE state = 'PARKED' AND step = 'FLEET')""");
                    ResultSet row = select.executeQuery()) {
                row.next();
                return new Backlog(row.getLong(1), row.getLong(2), row.getLong(3));
            }
        });
    }

    /**
     * Tasks that are not done.
     *
     * @param oldestDue the id of the oldest that is due, 0 if none is
     */
    public record Backlog(long due, long oldestDue, long parked) {}

    /** One task. */
    public Optional<Task> find(long id) {
        return database.inSnapshot(transaction -> {
            try (PreparedStatement select = transaction.prepare("SELECT * FROM settlement_task WHERE id = ?")) {
                select.setLong(1, id);
                return read(select).stream().findFirst();
            }
        });
    }

    /**
     * Makes a parked task due again, from the step at which it failed and with all its attempts.
     *
     * @return whether there was such a parked task
     */
    public boolean retry(long id) {
        return database.inTransaction(transaction -> transaction.update("""
                        UPDATE settlement_task SET state = 'DUE', attempts = 0, not_before = 0
                        WHERE id = ? AND state = 'PARKED'""", id) == 1);
    }

    private static List<Task> read(PreparedStatement statement) throws SQLException {
        List<Task> tasks = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                tasks.add(new Task(
                        row.getLong("id"),
                        new TaskKey(
                                PoolId.parse(row.getString("pool")),
                                Kind.valueOf(row.getString("kind")),
                                row.getLong("subject"),
                                row.getLong("account"),
                                row.getLong("generation")),
                        row.getLong("lots"),
                        parcels((Long[]) row.getArray("parcels").getArray()),
                        row.getLong("ends_at"),
                        row.getString("reason"),
                        row.getString("message"),
                        Step.valueOf(row.getString("step")),
                        State.valueOf(row.getString("state")),
                        row.getInt("attempts"),
                        row.getLong("not_before"),
                        row.getString("problem")));
            }
        }
        return tasks;
    }

    private static List<ParcelLots> parcels(Long[] numbers) {
        List<ParcelLots> parcels = new ArrayList<>();
        for (int i = 0; i < numbers.length; i += PARCEL_NUMBERS) {
            parcels.add(new ParcelLots(numbers[i], numbers[i + 1], numbers[i + 2] == 1));
        }
        return parcels;
    }
}
