package io.tidemark.fleet.ledger;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.database.DatabaseException;
import io.tidemark.fleet.database.Transaction;
import io.tidemark.fleet.ledger.AccountCode.Pocket;
import io.tidemark.fleet.ledger.Transfer.Draft;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** The books of the exchange. All amounts are micro-dollars. Thread-safe, also between processes. */
public final class Ledger {
    private final Database database;
    private final LongSupplier clock;
    private final Book book = new Book();

    /**
     * Opens the books that a database has.
     *
     * @param clock epoch milliseconds, for what no journal has dated
     */
    public Ledger(Database database, LongSupplier clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Money came in from outside, to the home of an account.
     *
     * @param amount above zero
     * @param key of this deposit; a repetition changes nothing
     * @throws KeyConflictException if the key stands for something else
     * @throws IllegalArgumentException if the amount is not above zero
     */
    public void deposit(long account, long amount, String key) {
        requireAmount(amount);
        book(new Draft("deposit:" + key, "deposit", clock.getAsLong())
                .move(AccountCode.OUTSIDE, AccountCode.home(account), amount)
                .single());
    }

    /**
     * Money goes out from the home of an account.
     *
     * @param amount above zero
     * @param key of this withdrawal; a repetition changes nothing
     * @throws InsufficientFundsException if there is less at home
     * @throws KeyConflictException if the key stands for something else
     * @throws IllegalArgumentException if the amount is not above zero
     */
    public void withdraw(long account, long amount, String key) {
        requireAmount(amount);
        book(new Draft("withdrawal:" + key, "withdrawal", clock.getAsLong())
                .move(AccountCode.home(account), AccountCode.OUTSIDE, amount)
                .single());
    }

    static void requireAmount(long amount) {
        if (amount <= 0) {
            throw new IllegalArgumentException("an amount of money must be above zero: " + amount);
        }
    }

    private void book(Transfer transfer) {
        database.inTransaction(transaction -> post(transaction, List.of(transfer)));
    }

    /**
     * Books transfers inside a transaction of the caller, who commits them together with what they belong to.
     *
     * @return the id of every transfer by its key, also of those that were booked before
     * @throws KeyConflictException if a key is in the books with other postings
     * @throws InsufficientFundsException if an account would be below zero after all of them
     */
    public Map<String, Long> post(Transaction transaction, List<Transfer> transfers) throws SQLException {
        return book.write(transaction, transfers);
    }

    /** What an account of the books has; 0 if it was never used. */
    public long balance(AccountCode account) {
        return database.inSnapshot(transaction -> Sql.number(
                transaction,
                "SELECT posted FROM balance JOIN account ON account_id = id WHERE code = ?",
                account.code()));
    }

    /** What an account has at home. */
    public long home(long account) {
        return balance(AccountCode.home(account));
    }

    /** What a pool has collected in fees. */
    public long fees(PoolId pool) {
        return balance(AccountCode.fees(pool));
    }

    /** What an account has in a pool. */
    public WalletBalance wallet(PoolId pool, long account) {
        return wallets(pool).getOrDefault(account, WalletBalance.EMPTY);
    }

    /** All wallets of a pool that were ever used, by account. */
    public NavigableMap<Long, WalletBalance> wallets(PoolId pool) {
        return database.inSnapshot(transaction -> wallets(transaction, pool));
    }

    /** As {@link #wallets(PoolId)}, as a transaction of the caller sees them. */
    public NavigableMap<Long, WalletBalance> wallets(Transaction transaction, PoolId pool) throws SQLException {
        NavigableMap<Long, WalletBalance> wallets = new TreeMap<>();
        String prefix = AccountCode.walletPrefix(pool);
        try (PreparedStatement select = transaction.prepare(
                "SELECT code, posted FROM balance JOIN account ON account_id = id WHERE starts_with(code, ?)")) {
            select.setString(1, prefix);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    String code = rows.getString(1);
                    long account = Long.parseLong(code.substring(prefix.length(), code.lastIndexOf(':')));
                    wallets.merge(account, pocket(pool, account, code, rows.getLong(2)), Ledger::add);
                }
            }
        }
        return wallets;
    }

    private static WalletBalance pocket(PoolId pool, long account, String code, long posted) {
        if (code.equals(AccountCode.wallet(pool, account, Pocket.FREE).code())) {
            return new WalletBalance(posted, 0, 0);
        }
        return code.equals(AccountCode.wallet(pool, account, Pocket.HELD).code())
                ? new WalletBalance(0, posted, 0)
                : new WalletBalance(0, 0, posted);
    }

    private static WalletBalance add(WalletBalance one, WalletBalance other) {
        return new WalletBalance(one.free() + other.free(), one.held() + other.held(), one.escrow() + other.escrow());
    }

    /** Fees of a pool as a transaction of the caller sees them. */
    public long fees(Transaction transaction, PoolId pool) throws SQLException {
        return Sql.number(
                transaction,
                "SELECT posted FROM balance JOIN account ON account_id = id WHERE code = ?",
                AccountCode.fees(pool).code());
    }

    /**
     * A page of an account's statement.
     *
     * @param after 0 for the first page, else {@link Statement#after()} of the page before
     * @param limit the most lines, above zero
     */
    public Statement statement(AccountCode account, long after, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a page of " + limit + " lines");
        }
        return database.inSnapshot(transaction -> {
            long id = Sql.number(transaction, "SELECT id FROM account WHERE code = ?", account.code());
            long opening = Sql.number(
                    transaction,
                    "SELECT coalesce(sum(amount), 0) FROM posting WHERE account_id = ? AND transfer_id <= ?",
                    id,
                    after);
            return new Statement(account, opening, lines(transaction, id, after, limit, opening));
        });
    }

    /**
     * What an account has dealt with others: deposits, purchases, sales, fees, refunds. What only moved between its own
     * pockets (home, wallets, on the way) is left out, and the balance is that of all of them.
     *
     * @param after 0 for the first page, else {@link Statement#after()} of the page before
     * @param limit the most lines, above zero
     */
    public Statement dealings(long account, long after, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a page of " + limit + " lines");
        }
        String own = "^(home:" + account + "|(wallet|transit):[^:]+:" + account + "(:[a-z]+)?)$";
        return database.inSnapshot(transaction -> {
            long opening = Sql.number(
                    transaction,
                    "SELECT coalesce(sum(amount), 0) FROM posting JOIN account ON account_id = account.id"
                            + " WHERE code ~ ? AND transfer_id <= ?",
                    own,
                    after);
            try (PreparedStatement select = transaction.prepare("""
                    SELECT t.id, t.idem_key, t.kind, t.at, sum(p.amount)
                    FROM posting p JOIN transfer t ON t.id = p.transfer_id JOIN account a ON a.id = p.account_id
                    WHERE a.code ~ ? AND p.transfer_id > ?
                    GROUP BY t.id HAVING sum(p.amount) <> 0 ORDER BY t.id LIMIT ?""")) {
                select.setString(1, own);
                select.setLong(2, after);
                select.setInt(3, limit);
                return new Statement(AccountCode.home(account), opening, page(select, opening));
            }
        });
    }

    private static List<Statement.Line> lines(
            Transaction transaction, long account, long after, int limit, long opening) throws SQLException {
        try (PreparedStatement select = transaction.prepare("""
                SELECT t.id, t.idem_key, t.kind, t.at, sum(p.amount)
                FROM posting p JOIN transfer t ON t.id = p.transfer_id
                WHERE p.account_id = ? AND p.transfer_id > ?
                GROUP BY t.id ORDER BY t.id LIMIT ?""")) {
            select.setLong(1, account);
            select.setLong(2, after);
            select.setInt(3, limit);
            return page(select, opening);
        }
    }

    /** Lines of transfers, with the balance after each. */
    private static List<Statement.Line> page(PreparedStatement select, long opening) throws SQLException {
        List<Statement.Line> lines = new ArrayList<>();
        long balance = opening;
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                balance += rows.getLong(5);
                lines.add(new Statement.Line(
                        rows.getLong(1),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getLong(4),
                        rows.getLong(5),
                        balance));
            }
        }
        return lines;
    }

    /**
     * Adds up everything: each transfer to zero, all postings to zero, each balance to its postings, and no account but
     * {@code outside} below zero. Reads every posting; for the night, not for a request.
     *
     * @throws DatabaseException if the database cannot be asked
     */
    public Sweep sweep() {
        return database.inSnapshot(transaction -> {
            List<String> problems = new ArrayList<>();
            collect(transaction, problems, """
                    SELECT 'transfer ' || coalesce(t.id, p.transfer_id) || ' (' || coalesce(t.idem_key, 'missing')
                        || ') adds up to ' || coalesce(sum(p.amount), 0)
                    FROM transfer t FULL JOIN posting p ON p.transfer_id = t.id
                    GROUP BY t.id, p.transfer_id
                    HAVING count(t.id) = 0 OR count(p.amount) < 2 OR sum(p.amount) <> 0 LIMIT 100""");
            collect(transaction, problems, """
                    SELECT 'all postings add up to ' || sum(amount) FROM posting HAVING sum(amount) <> 0""");
            collect(transaction, problems, """
                    SELECT coalesce(a.code, 'account ' || p.account_id || ' (missing)') || ' has a balance of ' || coalesce(b.posted::text, 'none')
                        || ' and postings of ' || coalesce(p.sum, 0)
                    FROM account a LEFT JOIN balance b ON b.account_id = a.id
                    FULL JOIN (SELECT account_id, sum(amount) AS sum FROM posting GROUP BY account_id) p
                        ON p.account_id = a.id
                    WHERE a.id IS NULL OR b.posted IS DISTINCT FROM coalesce(p.sum, 0) LIMIT 100""");
            collect(transaction, problems, """
                    SELECT a.code || ' is overdrawn: ' || b.posted
                    FROM account a JOIN balance b ON b.account_id = a.id
                    WHERE b.posted < 0 AND NOT a.may_overdraw LIMIT 100""");
            return new Sweep(Sql.number(transaction, "SELECT count(*) FROM transfer"), problems);
        });
    }

    private static void collect(Transaction transaction, List<String> problems, String query) throws SQLException {
        try (PreparedStatement select = transaction.prepare(query);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                problems.add(rows.getString(1));
            }
        }
    }
}
