package io.tidemark.fleet.settlement;

import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.notice.HolderNotice;
import io.tidemark.exchange.notice.HolderNotices;
import io.tidemark.exchange.pool.Event;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.database.Transaction;
import io.tidemark.fleet.ledger.Ledger;
import io.tidemark.fleet.ledger.Transfer;
import io.tidemark.fleet.ledger.WalletTransfers;
import io.tidemark.fleet.reliability.ReliabilityLog;
import io.tidemark.fleet.settlement.TaskPlan.NewTask;
import io.tidemark.fleet.webhook.Webhooks;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Takes the journal into the books. One transaction has a batch of commands: their transfers and postings, their tasks,
 * what they say of the market's word, and the offset behind them. Killed at any point, it goes on from the offset; if the offset were lost too, the unique
 * keys make a second reading change nothing.
 *
 * <p>A batch ends between commands, so that after every commit the books are those of the engine ({@link Clearing}) after
 * some command. One at a time: the offset's row is the lock, also between processes.
 */
public final class Ingest implements AutoCloseable {
    /** Fills, that is legs of one hour, after which a batch is committed: more gains little and holds locks longer. */
    static final int FILLS = 50;

    /** Commands after which it is committed although nothing happened in them. */
    private static final int COMMANDS = 2_000;

    private static final String NAME = "settlement";

    private final Database database;
    private final Ledger ledger;
    private final WalletTransfers wallets;
    private final Tasks tasks;
    private final JournalCursor cursor;
    private final int fills;
    private final Consumer<String> killPoint;
    private Taken taken = new Taken(0, 0, 0, 0);

    /**
     * What was taken in.
     *
     * @param fills legs of one hour that were traded, settled or taken back
     * @param transfers that they and everything else came to
     */
    public record Taken(long transactions, long commands, long fills, long transfers) {
        private Taken and(Batch batch) {
            return new Taken(
                    transactions + 1,
                    commands + batch.commands,
                    fills + batch.fills,
                    transfers + batch.transfers.size());
        }
    }

    Ingest(
            Database database,
            Ledger ledger,
            WalletTransfers wallets,
            Tasks tasks,
            Journal journal,
            int fills,
            Consumer<String> killPoint) {
        this.database = database;
        this.ledger = ledger;
        this.wallets = wallets;
        this.tasks = tasks;
        this.cursor = new JournalCursor(journal);
        this.fills = fills;
        this.killPoint = killPoint;
    }

    /**
     * Takes in one batch.
     *
     * @return how many commands; 0 if the journal has no more
     * @throws SettlementException if the journal has a gap
     * @throws io.tidemark.fleet.ledger.KeyConflictException if it tells another history than the one in the books
     */
    public synchronized int step() {
        Batch batch = database.inTransaction(this::step);
        if (batch.commands > 0) {
            taken = taken.and(batch);
            killPoint.accept("ingest:after-commit");
        }
        return batch.commands;
    }

    /** All that this one has taken in. */
    public synchronized Taken taken() {
        return taken;
    }

    private Batch step(Transaction transaction) throws SQLException {
        Position from = lock(transaction);
        cursor.seek(from);
        Batch batch = new Batch(positions(transaction));
        while (batch.fills < fills && batch.commands < COMMANDS) {
            Optional<JournalCursor.Read> read = cursor.next();
            if (read.isEmpty()) {
                break;
            }
            batch.take(transaction, read.get());
        }
        if (batch.commands == 0) {
            return batch;
        }
        killPoint.accept("ingest:after-read");
        ledger.post(transaction, batch.transfers);
        killPoint.accept("ingest:after-post");
        Webhooks.wanting(transaction, batch.notices).forEach(wish -> batch.tasks.add(NewTask.tell(wish)));
        tasks.add(transaction, batch.tasks);
        batch.reliability.write(transaction);
        store(transaction, batch);
        killPoint.accept("ingest:before-commit");
        return batch;
    }

    /** What one transaction takes in. */
    private final class Batch {
        private final Map<PoolId, Long> positions;
        private final Map<PoolId, Long> times = new HashMap<>();
        private final List<Transfer> transfers = new ArrayList<>();
        private final List<NewTask> tasks = new ArrayList<>();
        private final List<HolderNotice> notices = new ArrayList<>();
        private final ReliabilityLog reliability = new ReliabilityLog();
        private int fills;
        private int commands;
        private Position after = Position.START;

        Batch(Map<PoolId, Long> positions) {
            this.positions = positions;
        }

        void take(Transaction transaction, JournalCursor.Read read) throws SQLException {
            commands++;
            after = read.after();
            long last = positions.getOrDefault(read.pool(), 0L);
            long sequence = read.command().sequence();
            if (sequence > last + 1) {
                throw new SettlementException("the journal goes from sequence " + last + " of " + read.pool() + " to "
                        + sequence + ": what is between is missing");
            }
            // What is read a second time is not skipped: its keys make it nothing, or tell that it is another history.
            positions.put(read.pool(), Math.max(last, sequence));
            times.put(read.pool(), read.command().time());
            transfers.addAll(wallets.take(transaction, read.pool(), read.command()));
            transfers.addAll(Mirror.transfers(read.pool(), read.command()));
            tasks.addAll(TaskPlan.tasks(read.pool(), read.command()));
            notices.addAll(HolderNotices.of(read.pool(), read.command()));
            reliability.add(read.pool(), read.command());
            for (Event event : read.command().events()) {
                fills += fills(event);
            }
        }

        private int fills(Event event) {
            if (event instanceof Event.Traded traded) {
                return traded.legs().size();
            }
            if (event instanceof Event.Curtailed curtailed) {
                return curtailed.legs().size();
            } else if (event instanceof Event.BoughtBack burned) {
                return burned.legs().size();
            }
            return event instanceof Event.HourSettled settled ? settled.legs().size() : 0;
        }
    }

    private static Position lock(Transaction transaction) throws SQLException {
        transaction.update(
                "INSERT INTO consumer_offset (name, record_offset, sequence) VALUES (?, 0, 0) ON CONFLICT DO NOTHING",
                NAME);
        return position(transaction, " FOR UPDATE");
    }

    /** How far the books are. */
    Position position() {
        return database.inSnapshot(Ingest::positionIn);
    }

    static Position positionIn(Transaction transaction) throws SQLException {
        return position(transaction, "");
    }

    private static Position position(Transaction transaction, String lock) throws SQLException {
        try (PreparedStatement select =
                transaction.prepare("SELECT record_offset, sequence FROM consumer_offset WHERE name = ?" + lock)) {
            select.setString(1, NAME);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? new Position(rows.getLong(1), rows.getLong(2)) : Position.START;
            }
        }
    }

    private static Map<PoolId, Long> positions(Transaction transaction) throws SQLException {
        Map<PoolId, Long> positions = new TreeMap<>();
        try (PreparedStatement select = transaction.prepare("SELECT pool, sequence FROM pool_position");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                positions.put(PoolId.parse(rows.getString(1)), rows.getLong(2));
            }
        }
        return positions;
    }

    private static void store(Transaction transaction, Batch batch) throws SQLException {
        for (Map.Entry<PoolId, Long> pool : batch.positions.entrySet()) {
            transaction.update(
                    """
                    INSERT INTO pool_position (pool, sequence, time) VALUES (?, ?, ?)
                    ON CONFLICT (pool) DO UPDATE SET sequence = excluded.sequence, time = excluded.time
                    WHERE pool_position.sequence < excluded.sequence""", pool.getKey().toString(), pool.getValue(), batch.times.getOrDefault(pool.getKey(), 0L));
        }
        transaction.update(
                "UPDATE consumer_offset SET record_offset = ?, sequence = ? WHERE name = ?",
                batch.after.recordOffset(),
                batch.after.sequence(),
                NAME);
    }

    @Override
    public synchronized void close() {
        cursor.close();
    }
}
