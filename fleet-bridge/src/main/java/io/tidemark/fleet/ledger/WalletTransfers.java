package io.tidemark.fleet.ledger;

import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.database.Transaction;
import io.tidemark.fleet.ledger.Transfer.Draft;
import io.tidemark.fleet.ledger.WalletTransfer.Direction;
import io.tidemark.fleet.ledger.WalletTransfer.State;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
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
 * <p>What the journal can show, and what is booked for it: {@link Arrivals}.
 */
public final class WalletTransfers {
    private static final Logger LOG = LoggerFactory.getLogger(WalletTransfers.class);

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
        Optional<WalletTransfer> known = Outbox.find(transaction, key);
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
        boolean entered = Outbox.enter(transaction, direction, account, pool, amount, key);
        WalletTransfer transfer =
                Outbox.find(transaction, key).orElseThrow(() -> new IllegalStateException("no transfer " + key));
        if (entered && direction == Direction.TO_POOL) {
            ledger.post(
                    transaction,
                    List.of(new Draft(transfer.transitKey(), transfer.topUp(), clock.getAsLong())
                            .move(AccountCode.sourceOf(account), AccountCode.transit(pool, account), amount)
                            .pending()));
        }
        return transfer;
    }

    /** A transfer by the key of its caller. */
    public Optional<WalletTransfer> find(String key) {
        return database.inSnapshot(transaction -> Outbox.find(transaction, key));
    }

    /** What should be sent now: of each account and pool the first that is not resolved, if its time has come. */
    public List<WalletTransfer> pending(int limit) {
        return database.inSnapshot(transaction -> Outbox.due(transaction, clock.getAsLong(), limit));
    }

    /** How many are not resolved. */
    public long unresolved() {
        return database.inSnapshot(Outbox::countUnresolved);
    }

    /** All that are not resolved, the oldest first, whether or not their time has come. */
    public List<WalletTransfer> unresolved(int limit) {
        return database.inSnapshot(transaction -> Outbox.unresolved(transaction, limit));
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
        return Outbox.isNext(transaction, transfer, answered)
                        && markSent(transaction, transfer)
                        && transfer.command() instanceof Command.Credit credit
                ? Optional.of(credit)
                : Optional.empty();
    }

    private boolean markSent(WalletTransfer transfer) {
        return database.inTransaction(transaction -> markSent(transaction, transfer));
    }

    private boolean markSent(Transaction transaction, WalletTransfer transfer) throws SQLException {
        long instant = clock.getAsLong();
        return Outbox.markSent(transaction, transfer, instant, instant + resendMs);
    }

    /**
     * Gives back what an account was refused and what nobody gave back because an attempt never showed up in the journal.
     * For an operator who knows that nothing of it is under way any more.
     *
     * @throws LedgerException if it is resolved, was never refused, or goes home
     */
    public void giveBack(String key) {
        database.inTransaction(transaction -> {
            Optional<Outbox.Row> known = Outbox.lock(transaction, key);
            Outbox.Row row = known.filter(WalletTransfers::mayBeGivenBack)
                    .orElseThrow(() -> new LedgerException("nothing to give back: "
                            + known.map(each -> each.transfer().toString()).orElse(key)));
            return ledger.post(
                    transaction,
                    List.of(Arrivals.giveBack(
                            transaction, row, row.transfer().problem(), "given-back:" + key, clock.getAsLong())));
        });
    }

    private static boolean mayBeGivenBack(Outbox.Row row) {
        return row.transfer().state() == State.PENDING
                && row.transfer().direction() == Direction.TO_POOL
                && !row.transfer().problem().isEmpty();
    }

    /**
     * Takes in a command as the journal has it. Commands that move no money between home and pool are none of its
     * business. Called in the order of the log, each once for good, inside the transaction that moves the consumer's
     * offset.
     *
     * @return what is to be booked in the same transaction
     */
    public List<Transfer> take(Transaction transaction, PoolId pool, LoggedCommand logged) throws SQLException {
        return Arrivals.take(transaction, pool, logged);
    }
}
