package io.tidemark.fleet.ledger;

import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.Refusal;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.database.Transaction;
import io.tidemark.fleet.ledger.AccountCode.Pocket;
import io.tidemark.fleet.ledger.Transfer.Draft;
import io.tidemark.fleet.ledger.Transfer.Phase;
import io.tidemark.fleet.ledger.WalletTransfer.Direction;
import io.tidemark.fleet.ledger.WalletTransfer.State;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way between home and pool. The house ({@link Clearing#isReserved}) has no home: its money comes from outside and
 * goes outside, on the same way. Three transactions, and a kill between any two of them loses and doubles nothing:
 *
 * <ol>
 *   <li>{@link #request}: the row of the outbox, and what leaves home stands in transit;
 *   <li>{@link #deliver}: the row says that it was sent, <i>then</i> the engine is asked. Lost on the way, it is sent
 *       again with the same number, which the engine applies at most once;
 *   <li>{@link #take}: the journal shows what the engine did, and only this books the arrival.
 * </ol>
 *
 * <p>A reply decides nothing, because it can be lost; the journal cannot. At most one transfer of an account and pool is
 * under way: the engine ignores a number that is not above the last, so the next is sent when this one is resolved.
 *
 * <p>What the journal can show of a number, in the order of the log:
 *
 * <ul>
 *   <li>it was applied: the arrival is booked, once, for its pending transfer can be resolved only once;
 *   <li>it was ignored, and was not applied before: somebody else's number was higher, this one is dead for ever, and the
 *       transfer gets a new one;
 *   <li>it was refused: final for what goes home, where no money had moved. What goes to a pool is given back when the
 *       journal has shown it as often as it was sent; before that a straggler might still be applied.
 * </ul>
 */
public final class WalletTransfers {
    private static final Logger LOG = LoggerFactory.getLogger(WalletTransfers.class);

    private static final String COLUMNS =
            "id, idem_key, pool, account, direction, amount, number, state, sent, problem";

    private final Database database;
    private final Ledger ledger;
    private final LongSupplier clock;
    private final long resendMs;
    private final Consumer<String> killPoint;

    /**
     * Opens the outbox of a ledger.
     *
     * @param clock epoch milliseconds
     * @param resendMs how long the journal may be silent about what was sent before it is sent again, milliseconds
     */
    public WalletTransfers(Database database, Ledger ledger, LongSupplier clock, long resendMs) {
        this(database, ledger, clock, resendMs, point -> {});
    }

    /** For tests that die at a named point. */
    WalletTransfers(Database database, Ledger ledger, LongSupplier clock, long resendMs, Consumer<String> killPoint) {
        this.database = database;
        this.ledger = ledger;
        this.clock = clock;
        this.resendMs = resendMs;
        this.killPoint = killPoint;
    }

    /**
     * Asks for money to be moved from home, of the house from outside, into a wallet. It has left home when this returns.
     *
     * @param amount micro-dollars, above zero
     * @param key unique; a repetition gives the first transfer again
     * @throws InsufficientFundsException if there is less at home
     * @throws KeyConflictException if the key stands for something else
     * @throws IllegalArgumentException if the amount is not above zero
     */
    public WalletTransfer request(long account, PoolId pool, long amount, String key) {
        return request(Direction.TO_POOL, account, pool, amount, key);
    }

    /**
     * Asks for money to be moved from the free part of a wallet home, of the house outside. The engine decides whether there is enough.
     *
     * @param amount micro-dollars, above zero
     * @param key unique; a repetition gives the first transfer again
     * @throws KeyConflictException if the key stands for something else
     * @throws IllegalArgumentException if the amount is not above zero
     */
    public WalletTransfer requestHome(long account, PoolId pool, long amount, String key) {
        return request(Direction.TO_HOME, account, pool, amount, key);
    }

    private WalletTransfer request(Direction direction, long account, PoolId pool, long amount, String key) {
        Ledger.requireAmount(amount);
        WalletTransfer requested = database.inTransaction(transaction -> {
            WalletTransfer transfer = request(transaction, direction, account, pool, amount, key);
            killPoint.accept("request:before-commit");
            return transfer;
        });
        killPoint.accept("request:after-commit");
        return requested;
    }

    private WalletTransfer request(
            Transaction transaction, Direction direction, long account, PoolId pool, long amount, String key)
            throws SQLException {
        Optional<WalletTransfer> known = find(transaction, key);
        WalletTransfer transfer =
                known.isPresent() ? known.get() : enter(transaction, direction, account, pool, amount, key);
        if (transfer.direction() != direction
                || transfer.account() != account
                || !transfer.pool().equals(pool)
                || transfer.amount() != amount) {
            throw new KeyConflictException("the key " + key + " stands for another transfer: " + transfer);
        }
        return transfer;
    }

    /** A transfer, and the command to send it with if it was taken for sending. */
    public record Claimed(WalletTransfer transfer, Optional<Command.Credit> credit) {}

    /**
     * {@link #request} and {@link #claim} in one transaction, so that no delivery comes in between.
     *
     * @param answered as in {@link #claim}
     * @throws InsufficientFundsException if there is less at home
     * @throws KeyConflictException if the key stands for something else
     */
    public Claimed requestAndClaim(long account, PoolId pool, long amount, String key, long answered) {
        Ledger.requireAmount(amount);
        return database.inTransaction(transaction -> {
            WalletTransfer transfer = request(transaction, Direction.TO_POOL, account, pool, amount, key);
            return new Claimed(transfer, claim(transaction, transfer, answered));
        });
    }

    private WalletTransfer enter(
            Transaction transaction, Direction direction, long account, PoolId pool, long amount, String key)
            throws SQLException {
        long number = nextNumber(transaction, pool, account);
        int entered = transaction.update("""
                INSERT INTO wallet_transfer (idem_key, pool, account, direction, amount, number, state)
                VALUES (?, ?, ?, ?, ?, ?, 'PENDING') ON CONFLICT (idem_key) DO NOTHING""", key, pool.toString(), account, direction.name(), amount, number);
        WalletTransfer transfer =
                find(transaction, key).orElseThrow(() -> new IllegalStateException("no transfer " + key));
        if (entered == 1 && direction == Direction.TO_POOL) {
            ledger.post(
                    transaction,
                    List.of(new Draft(pendingKey(transfer), topUp(account), clock.getAsLong())
                            .move(homeOf(account), AccountCode.transit(pool, account), amount)
                            .pending()));
        }
        return transfer;
    }

    private static AccountCode homeOf(long account) {
        return Clearing.isReserved(account) ? AccountCode.OUTSIDE : AccountCode.home(account);
    }

    private static String topUp(long account) {
        return Clearing.isReserved(account) ? "pool deposit" : "wallet top-up";
    }

    private static String pendingKey(WalletTransfer transfer) {
        return "transit:" + transfer.key();
    }

    /** Takes the next number of an account in a pool; a number that is not used in the end leaves a harmless gap. */
    private static long nextNumber(Transaction transaction, PoolId pool, long account) throws SQLException {
        return Sql.number(transaction, """
                INSERT INTO wallet_number (pool, account, last) VALUES (?, ?, 1)
                ON CONFLICT (pool, account) DO UPDATE SET last = wallet_number.last + 1 RETURNING last""", pool.toString(), account);
    }

    /** A transfer by the key of its caller. */
    public Optional<WalletTransfer> find(String key) {
        return database.inSnapshot(transaction -> find(transaction, key));
    }

    private static Optional<WalletTransfer> find(Transaction transaction, String key) throws SQLException {
        return select(transaction, "SELECT " + COLUMNS + " FROM wallet_transfer WHERE idem_key = ?", key).stream()
                .findFirst();
    }

    /** What should be sent now: of each account and pool the first that is not resolved, if its time has come. */
    public List<WalletTransfer> pending(int limit) {
        return database.inSnapshot(transaction -> select(
                transaction,
                "SELECT " + COLUMNS + " FROM (SELECT DISTINCT ON (pool, account) * FROM wallet_transfer"
                        + " WHERE state = 'PENDING' ORDER BY pool, account, number) AS first"
                        + " WHERE not_before <= ? ORDER BY id LIMIT ?",
                clock.getAsLong(),
                limit));
    }

    /** How many are not resolved. */
    public long unresolved() {
        return database.inSnapshot(transaction -> {
            try (PreparedStatement select =
                            transaction.prepare("SELECT count(*) FROM wallet_transfer WHERE state = 'PENDING'");
                    ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /** All that are not resolved, the oldest first, whether or not their time has come. */
    public List<WalletTransfer> unresolved(int limit) {
        return database.inSnapshot(transaction -> select(
                transaction,
                "SELECT " + COLUMNS + " FROM wallet_transfer WHERE state = 'PENDING' ORDER BY id LIMIT ?",
                limit));
    }

    /**
     * Sends what is {@link #pending} to the engine. May be called from several threads and processes.
     *
     * @return how many were sent; what became of them, the journal will say
     */
    public int deliver(EnginePort engine, int limit) {
        int sent = 0;
        for (WalletTransfer transfer : pending(limit)) {
            if (!markSent(transfer)) {
                continue;
            }
            killPoint.accept("deliver:after-mark");
            try {
                Reply reply = engine.submit(transfer.pool(), transfer.command());
                LOG.debug("transfer {}: {}", transfer.key(), reply);
            } catch (RuntimeException unknown) {
                // Not known whether it was sequenced: that is what sending again with the same number is for.
                LOG.warn("transfer {} goes out again later: {}", transfer.key(), unknown.toString());
            }
            killPoint.accept("deliver:after-submit");
            sent++;
        }
        return sent;
    }

    /**
     * Takes a transfer for sending: the caller hands the credit to the engine now, alone or with an order. Should it die
     * before, {@link #deliver} sends it alone.
     *
     * @param answered the highest number of this account and pool that the engine has answered to the caller, 0 if none:
     *     up to there nothing is under way any more, even where the books have not read it in the journal yet
     * @return empty while an earlier transfer of this account and pool is under way, or if this one was sent lately
     */
    public Optional<Command.Credit> claim(WalletTransfer transfer, long answered) {
        return database.inTransaction(transaction -> claim(transaction, transfer, answered));
    }

    private Optional<Command.Credit> claim(Transaction transaction, WalletTransfer transfer, long answered)
            throws SQLException {
        boolean isNext = Sql.number(
                        transaction, """
                        SELECT count(*) FROM wallet_transfer
                        WHERE pool = ? AND account = ? AND state = 'PENDING' AND number < ? AND number > ?""", transfer.pool().toString(), transfer.account(), transfer.number(), answered)
                == 0;
        return isNext && markSent(transaction, transfer) && transfer.command() instanceof Command.Credit credit
                ? Optional.of(credit)
                : Optional.empty();
    }

    private boolean markSent(WalletTransfer transfer) {
        return database.inTransaction(transaction -> markSent(transaction, transfer));
    }

    private boolean markSent(Transaction transaction, WalletTransfer transfer) throws SQLException {
        long instant = clock.getAsLong();
        return transaction.update("""
                        UPDATE wallet_transfer SET sent = sent + 1, not_before = ?
                        WHERE id = ? AND number = ? AND state = 'PENDING' AND not_before <= ?""", instant + resendMs, transfer.id(), transfer.number(), instant) == 1;
    }

    /**
     * Gives back what an account was refused and what nobody gave back because an attempt never showed up in the journal.
     * For an operator who knows that nothing of it is under way any more.
     *
     * @throws LedgerException if it is resolved, was never refused, or goes home
     */
    public void giveBack(String key) {
        database.inTransaction(transaction -> {
            Row row = lock(transaction, "idem_key = ?", key);
            if (row == null
                    || row.transfer.state() != State.PENDING
                    || row.transfer.direction() != Direction.TO_POOL
                    || row.transfer.problem().isEmpty()) {
                throw new LedgerException("nothing to give back: " + (row == null ? key : row.transfer));
            }
            resolve(transaction, row, State.REFUSED, row.transfer.problem());
            return ledger.post(
                    transaction, List.of(backHome(transaction, row.transfer, "given-back:" + key, clock.getAsLong())));
        });
    }

    /** A row that is locked. */
    private record Row(WalletTransfer transfer, long seen, long seenSequence) {}

    private static @Nullable Row lock(Transaction transaction, String where, Object... parameters) throws SQLException {
        try (PreparedStatement select = transaction.prepare(
                "SELECT " + COLUMNS + ", seen, seen_sequence FROM wallet_transfer WHERE " + where + " FOR UPDATE")) {
            for (int i = 0; i < parameters.length; i++) {
                select.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? new Row(read(rows), rows.getLong("seen"), rows.getLong("seen_sequence")) : null;
            }
        }
    }

    /**
     * Takes in a command as the journal has it. Commands that move no money between home and pool are none of its
     * business. Called in the order of the log, each once for good, inside the transaction that moves the consumer's
     * offset.
     *
     * @return what is to be booked in the same transaction
     */
    public List<Transfer> take(Transaction transaction, PoolId pool, LoggedCommand logged) throws SQLException {
        if (logged.command() instanceof Command.Sweep) {
            return swept(pool, logged);
        }
        Attempt attempt = attempt(pool, logged);
        if (attempt == null) {
            return List.of();
        }
        Row row = lock(
                transaction,
                "pool = ? AND account = ? AND number = ? AND direction = ? AND amount = ? AND sent > 0",
                pool.toString(),
                attempt.account,
                attempt.number,
                attempt.direction.name(),
                attempt.amount);
        if (attempt.appliedBy >= 0) {
            return List.of(row == null ? applied(transaction, attempt) : arrived(transaction, attempt, row));
        }
        if (row == null || row.transfer.state() != State.PENDING || logged.sequence() <= row.seenSequence) {
            return List.of();
        }
        if (logged.reply() instanceof Reply.Refused refused && isOfTheMoney(logged.command(), refused)) {
            return refused(transaction, attempt, row, refused);
        }
        giveNewNumber(transaction, attempt, row);
        return List.of();
    }

    /** One time that a transfer reached the engine; {@code appliedBy} is the index of its event, -1 if there is none. */
    private record Attempt(
            PoolId pool,
            LoggedCommand logged,
            Direction direction,
            long account,
            long number,
            long amount,
            int appliedBy) {
        String key(String what) {
            return pool + ":" + logged.sequence() + ":" + what;
        }
    }

    /** Money also travels with an order, in one command. */
    private static Command.@Nullable Credit creditOf(Command command) {
        if (command instanceof Command.Credit credit) {
            return credit;
        } else if (command instanceof Command.FundAndSubmit funded) {
            return funded.credit();
        } else if (command instanceof Command.FundAndBid funded) {
            return funded.credit();
        } else if (command instanceof Command.FundAndReplace funded) {
            return funded.credit();
        }
        return null;
    }

    /** Whether it was the money that the engine refused, and not the order that it came with. */
    private static boolean isOfTheMoney(Command command, Reply.Refused refused) {
        boolean alone = command instanceof Command.Credit || command instanceof Command.Debit;
        return alone
                || refused.reason() == Refusal.UNKNOWN_ACCOUNT
                || refused.field().equals("amount");
    }

    private static @Nullable Attempt attempt(PoolId pool, LoggedCommand logged) {
        int appliedBy = -1;
        for (int i = 0; i < logged.events().size(); i++) {
            Event event = logged.events().get(i);
            if (event instanceof Event.WalletCredited || event instanceof Event.WalletDebited) {
                appliedBy = i;
            }
        }
        Command.Credit credit = creditOf(logged.command());
        if (credit != null) {
            return new Attempt(
                    pool, logged, Direction.TO_POOL, credit.account(), credit.transfer(), credit.amount(), appliedBy);
        }
        if (logged.command() instanceof Command.Debit debit) {
            return new Attempt(
                    pool, logged, Direction.TO_HOME, debit.account(), debit.transfer(), debit.amount(), appliedBy);
        }
        if (appliedBy >= 0) {
            throw new LedgerException(
                    "a wallet of " + pool + " was moved by " + logged.command() + " in sequence " + logged.sequence());
        }
        return null;
    }

    /** What was free when nothing was open went home: the engine said how much. */
    private static List<Transfer> swept(PoolId pool, LoggedCommand logged) {
        List<Transfer> home = new ArrayList<>();
        for (int i = 0; i < logged.events().size(); i++) {
            if (logged.events().get(i) instanceof Event.WalletDebited debited) {
                home.add(new Draft(pool + ":" + logged.sequence() + ":" + i, "wallet sweep", logged.time())
                        .move(
                                AccountCode.wallet(pool, debited.account(), Pocket.FREE),
                                homeOf(debited.account()),
                                debited.amount())
                        .single());
            }
        }
        return home;
    }

    /** Somebody moved a wallet without the books: the money comes from, or goes, outside. */
    private Transfer applied(Transaction transaction, Attempt attempt) throws SQLException {
        transaction.update("""
                INSERT INTO wallet_number (pool, account, last) VALUES (?, ?, ?)
                ON CONFLICT (pool, account) DO UPDATE SET last = greatest(wallet_number.last, excluded.last)""", attempt.pool.toString(), attempt.account, attempt.number);
        return arrival(attempt, AccountCode.OUTSIDE, "past the books").single();
    }

    private Transfer arrived(Transaction transaction, Attempt attempt, Row row) throws SQLException {
        State before = row.transfer.state();
        if (before != State.POSTED) {
            resolve(transaction, row, State.POSTED, "");
        }
        if (attempt.direction == Direction.TO_HOME) {
            String kind = Clearing.isReserved(attempt.account) ? "pool withdrawal" : "wallet sweep";
            return arrival(attempt, homeOf(attempt.account), kind).single();
        }
        if (before == State.REFUSED) {
            // Only after a wrong giveBack: the pool has it after all, so it leaves home once more, or the books stop.
            return arrival(attempt, homeOf(attempt.account), topUp(attempt.account) + ", late")
                    .single();
        }
        return arrival(attempt, AccountCode.transit(attempt.pool, attempt.account), topUp(attempt.account))
                .resolving(Phase.POST, pendingId(transaction, row.transfer));
    }

    /** Between the wallet and the other side, the way the attempt goes. */
    private static Draft arrival(Attempt attempt, AccountCode other, String kind) {
        AccountCode wallet = AccountCode.wallet(attempt.pool, attempt.account, Pocket.FREE);
        Draft draft = new Draft(attempt.key(Integer.toString(attempt.appliedBy)), kind, attempt.logged.time());
        return attempt.direction == Direction.TO_POOL
                ? draft.move(other, wallet, attempt.amount)
                : draft.move(wallet, other, attempt.amount);
    }

    private List<Transfer> refused(Transaction transaction, Attempt attempt, Row row, Reply.Refused refused)
            throws SQLException {
        String problem = refused.reason() + ": " + refused.problem();
        long seen = row.seen + 1;
        transaction.update(
                "UPDATE wallet_transfer SET seen = ?, seen_sequence = ?, problem = ? WHERE id = ?",
                seen,
                attempt.logged.sequence(),
                problem,
                row.transfer.id());
        if (attempt.direction == Direction.TO_HOME) {
            resolve(transaction, row, State.REFUSED, problem);
            return List.of();
        }
        if (seen < row.transfer.sent()) {
            LOG.warn(
                    "transfer {} was refused and stays in transit: sent {} times, seen {} times; {}",
                    row.transfer.key(),
                    row.transfer.sent(),
                    seen,
                    problem);
            return List.of();
        }
        resolve(transaction, row, State.REFUSED, problem);
        return List.of(backHome(transaction, row.transfer, attempt.key("refused"), attempt.logged.time()));
    }

    private static Transfer backHome(Transaction transaction, WalletTransfer transfer, String key, long at)
            throws SQLException {
        return new Draft(key, topUp(transfer.account()) + " refused", at)
                .move(
                        AccountCode.transit(transfer.pool(), transfer.account()),
                        homeOf(transfer.account()),
                        transfer.amount())
                .resolving(Phase.VOID, pendingId(transaction, transfer));
    }

    private static long pendingId(Transaction transaction, WalletTransfer transfer) throws SQLException {
        return Sql.number(transaction, "SELECT id FROM transfer WHERE idem_key = ?", pendingKey(transfer));
    }

    private static void resolve(Transaction transaction, Row row, State state, String problem) throws SQLException {
        transaction.update(
                "UPDATE wallet_transfer SET state = ?, problem = ? WHERE id = ?",
                state.name(),
                problem,
                row.transfer.id());
    }

    private static void giveNewNumber(Transaction transaction, Attempt attempt, Row row) throws SQLException {
        long number = nextNumber(transaction, attempt.pool, attempt.account);
        LOG.warn(
                "transfer {} gets number {}: {} was ignored, so somebody else numbers transfers of account {} in {}",
                row.transfer.key(),
                number,
                attempt.number,
                attempt.account,
                attempt.pool);
        transaction.update("""
                UPDATE wallet_transfer SET number = ?, sent = 0, seen = 0, seen_sequence = ?, not_before = 0
                WHERE id = ?""", number, attempt.logged.sequence(), row.transfer.id());
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
