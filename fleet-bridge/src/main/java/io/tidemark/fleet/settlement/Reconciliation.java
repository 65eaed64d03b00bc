package io.tidemark.fleet.settlement;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.View.AccountView;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.database.Transaction;
import io.tidemark.fleet.ledger.Ledger;
import io.tidemark.fleet.ledger.WalletBalance;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares the wallets in the books with those of an engine, to the micro-dollar. */
public final class Reconciliation {
    private final Database database;
    private final Ledger ledger;

    public Reconciliation(Database database, Ledger ledger) {
        this.database = database;
        this.ledger = ledger;
    }

    /**
     * What a comparison found.
     *
     * @param booksAt the last command of the pool that is in the books
     * @param engineAt the last command that the engine had applied; where the two differ nothing was compared
     * @param differences a sentence for each figure that differs
     */
    public record Report(PoolId pool, long booksAt, long engineAt, List<String> differences) {
        public Report {
            differences = List.copyOf(differences);
        }

        /** Whether both stood at the same command; if not, ask again. */
        public boolean isComparable() {
            return booksAt == engineAt;
        }

        public boolean isClean() {
            return isComparable() && differences.isEmpty();
        }
    }

    /** The last command of a pool that is in the books, 0 if none is. */
    public long booksAt(PoolId pool) {
        return database.inSnapshot(transaction -> booksAt(transaction, pool));
    }

    /**
     * Compares.
     *
     * @param engineAt the sequence of the last command that the engine had applied when it was asked
     * @param wallets of all accounts of the engine, the operator's too
     * @param fees that the engine had collected, micro-dollars
     */
    public Report compare(PoolId pool, long engineAt, Collection<AccountView> wallets, long fees) {
        return database.inSnapshot(transaction -> {
            long booksAt = booksAt(transaction, pool);
            List<String> differences = new ArrayList<>();
            if (booksAt == engineAt) {
                compareWallets(pool, wallets, ledger.wallets(transaction, pool), differences);
                difference(pool, "fees", fees, ledger.fees(transaction, pool), differences);
            }
            return new Report(pool, booksAt, engineAt, differences);
        });
    }

    private static void compareWallets(
            PoolId pool, Collection<AccountView> engine, Map<Long, WalletBalance> books, List<String> differences) {
        Map<Long, WalletBalance> left = new TreeMap<>(books);
        for (AccountView view : engine) {
            WalletBalance booked = left.getOrDefault(view.account(), WalletBalance.EMPTY);
            left.remove(view.account());
            compareWallet(
                    pool,
                    view.account(),
                    new WalletBalance(view.free(), view.held(), view.escrow()),
                    booked,
                    differences);
        }
        left.forEach((account, booked) -> compareWallet(pool, account, WalletBalance.EMPTY, booked, differences));
    }

    private static void compareWallet(
            PoolId pool, long account, WalletBalance engine, WalletBalance books, List<String> differences) {
        String of = " of account " + account;
        difference(pool, "free" + of, engine.free(), books.free(), differences);
        difference(pool, "held" + of, engine.held(), books.held(), differences);
        difference(pool, "escrow" + of, engine.escrow(), books.escrow(), differences);
    }

    private static void difference(PoolId pool, String what, long engine, long books, List<String> differences) {
        if (engine != books) {
            differences.add(pool + ": " + what + " is " + engine + " in the engine and " + books + " in the books");
        }
    }

    private static long booksAt(Transaction transaction, PoolId pool) throws SQLException {
        try (PreparedStatement select = transaction.prepare("SELECT sequence FROM pool_position WHERE pool = ?")) {
            select.setString(1, pool.toString());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }
}
