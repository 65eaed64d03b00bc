package io.tidemark.fleet.ledger;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.database.Transaction;
import io.tidemark.fleet.ledger.WalletTransfer.Direction;
import io.tidemark.fleet.ledger.WalletTransfer.State;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of what is on its way between home and pool, and the numbers that the engine knows it by. It books nothing. */
final class Outbox {
    private static final String COLUMNS =
            "id, idem_key, pool, account, direction, amount, number, state, sent, problem";

    private Outbox() {}

    /**
     * A row that is locked.
     *
     * @param seen how often the journal has shown a refusal of it
     * @param seenSequence the last sequence that was counted for it
     */
    record Row(WalletTransfer transfer, long seen, long seenSequence) {}

    /**
     * Enters a transfer under the next number.
     *
     * @return whether its key was new
     */
    static boolean enter(
            Transaction transaction, Direction direction, long account, PoolId pool, long amount, String key)
            throws SQLException {
        long number = nextNumber(transaction, pool, account);
        return transaction.update("""
                INSERT INTO wallet_transfer (idem_key, pool, account, direction, amount, number, state)
                VALUES (?, ?, ?, ?, ?, ?, 'PENDING') ON CONFLICT (idem_key) DO NOTHING""", key, pool.toString(), account, direction.name(), amount, number) == 1;
    }

    /** Takes the next number of an account in a pool; a number that is not used in the end leaves a harmless gap. */
    private static long nextNumber(Transaction transaction, PoolId pool, long account) throws SQLException {
        return Sql.number(transaction, """
                INSERT INTO wallet_number (pool, account, last) VALUES (?, ?, 1)
                ON CONFLICT (pool, account) DO UPDATE SET last = wallet_number.last + 1 RETURNING last""", pool.toString(), account);
    }

    /** Somebody else has used a number: ours go on above it. */
    static void passNumber(Transaction transaction, PoolId pool, long account, long number) throws SQLException {
        transaction.update("""
                INSERT INTO wallet_number (pool, account, last) VALUES (?, ?, ?)
                ON CONFLICT (pool, account) DO UPDATE SET last = greatest(wallet_number.last, excluded.last)""", pool.toString(), account, number);
    }

    static Optional<WalletTransfer> find(Transaction transaction, String key) throws SQLException {
        return select(transaction, "SELECT " + COLUMNS + " FROM wallet_transfer WHERE idem_key = ?", key).stream()
                .findFirst();
    }

    /** Of each account and pool the first that is not resolved, if its time has come. */
    static List<WalletTransfer> due(Transaction transaction, long instant, int limit) throws SQLException {
        return select(
                transaction,
                "SELECT " + COLUMNS + " FROM (SELECT DISTINCT ON (pool, account) * FROM wallet_transfer"
                        + " WHERE state = 'PENDING' ORDER BY pool, account, number) AS first"
                        + " WHERE not_before <= ? ORDER BY id LIMIT ?",
                instant,
                limit);
    }

    static List<WalletTransfer> unresolved(Transaction transaction, int limit) throws SQLException {
        return select(
                transaction,
                "SELECT " + COLUMNS + " FROM wallet_transfer WHERE state = 'PENDING' ORDER BY id LIMIT ?",
                limit);
    }

    static long countUnresolved(Transaction transaction) throws SQLException {
        return Sql.number(transaction, "SELECT count(*) FROM wallet_transfer WHERE state = 'PENDING'");
    }

    /**
     * Whether no earlier transfer of its account and pool is under way.
     *
     * @param answered the number up to which the engine has answered
     */
    static boolean isNext(Transaction transaction, WalletTransfer transfer, long answered) throws SQLException {
        return Sql.number(transaction, """
                        SELECT count(*) FROM wallet_transfer
                        WHERE pool = ? AND account = ? AND state = 'PENDING' AND number < ? AND number > ?""", transfer.pool().toString(), transfer.account(), transfer.number(), answered)
                == 0;
    }

    /**
     * Takes a transfer for sending.
     *
     * @param again the earliest instant at which it may be sent once more
     * @return whether nobody else had, and its time had come
     */
    static boolean markSent(Transaction transaction, WalletTransfer transfer, long instant, long again)
            throws SQLException {
        return transaction.update("""
                        UPDATE wallet_transfer SET sent = sent + 1, not_before = ?
                        WHERE id = ? AND number = ? AND state = 'PENDING' AND not_before <= ?""", again, transfer.id(), transfer.number(), instant) == 1;
    }

    static Optional<Row> lock(Transaction transaction, String key) throws SQLException {
        return lock(transaction, "idem_key = ?", new Object[] {key});
    }

    /** The transfer that an attempt is of, if it was sent from here. */
    static Optional<Row> lock(Transaction transaction, Attempt attempt) throws SQLException {
        return lock(
                transaction,
                "pool = ? AND account = ? AND number = ? AND direction = ? AND amount = ? AND sent > 0",
                attempt.pool().toString(),
                attempt.account(),
                attempt.number(),
                attempt.direction().name(),
                attempt.amount());
    }

    private static Optional<Row> lock(Transaction transaction, String where, Object... parameters) throws SQLException {
        try (PreparedStatement select = transaction.prepare(
                "SELECT " + COLUMNS + ", seen, seen_sequence FROM wallet_transfer WHERE " + where + " FOR UPDATE")) {
            for (int i = 0; i < parameters.length; i++) {
                select.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = select.executeQuery()) {
                return rows.next()
                        ? Optional.of(new Row(read(rows), rows.getLong("seen"), rows.getLong("seen_sequence")))
                        : Optional.empty();
            }
        }
    }

    /** Counts a refusal that the journal shows. */
    static void see(Transaction transaction, Row row, long seen, long sequence, String problem) throws SQLException {
        transaction.update(
                "UPDATE wallet_transfer SET seen = ?, seen_sequence = ?, problem = ? WHERE id = ?",
                seen,
                sequence,
                problem,
                row.transfer.id());
    }

    static void resolve(Transaction transaction, Row row, State state, String problem) throws SQLException {
        transaction.update(
                "UPDATE wallet_transfer SET state = ?, problem = ? WHERE id = ?",
                state.name(),
                problem,
                row.transfer.id());
    }

    /**
     * Starts a transfer again under another number.
     *
     * @param sequence that of the command which showed that the old number is dead
     */
    static long renumber(Transaction transaction, Row row, long sequence) throws SQLException {
        long number = nextNumber(transaction, row.transfer.pool(), row.transfer.account());
        transaction.update("""
                UPDATE wallet_transfer SET number = ?, sent = 0, seen = 0, seen_sequence = ?, not_before = 0
                WHERE id = ?""", number, sequence, row.transfer.id());
        return number;
    }

    private static List<WalletTransfer> select(Transaction transaction, String sql, Object... parameters)
            throws SQLException {
        List<WalletTransfer> transfers = new ArrayList<>();
        try (PreparedStatement select = transaction.prepare(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    transfers.add(read(rows));
                }
            }
        }
        return transfers;
    }

    private static WalletTransfer read(ResultSet row) throws SQLException {
        return new WalletTransfer(
                row.getLong("id"),
                row.getString("idem_key"),
                PoolId.parse(row.getString("pool")),
                row.getLong("account"),
                Direction.valueOf(row.getString("direction")),
                row.getLong("amount"),
                row.getLong("number"),
                State.valueOf(row.getString("state")),
                row.getLong("sent"),
                row.getString("problem"));
    }
}
