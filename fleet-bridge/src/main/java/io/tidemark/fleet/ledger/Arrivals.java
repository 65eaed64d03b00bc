package io.tidemark.fleet.ledger;

import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.fleet.database.Transaction;
import io.tidemark.fleet.ledger.AccountCode.Pocket;
import io.tidemark.fleet.ledger.Transfer.Draft;
import io.tidemark.fleet.ledger.Transfer.Phase;
import io.tidemark.fleet.ledger.WalletTransfer.Direction;
import io.tidemark.fleet.ledger.WalletTransfer.State;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the journal shows of the money on its way between home and pool. Of a number it can show, in the order of the log:
 *
 * <ul>
 *   <li>it was applied: the arrival is booked, once, for its pending transfer can be resolved only once;
 *   <li>it was ignored, and was not applied before: somebody else's number was higher, this one is dead for ever, and the
 *       transfer gets a new one;
 *   <li>it was refused: final for what goes home, where no money had moved. What goes to a pool is given back when the
 *       journal has shown it as often as it was sent; before that a straggler might still be applied.
 * </ul>
 */
final class Arrivals {
    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

    private Arrivals() {}

    /** {@link WalletTransfers#take}. */
    static List<Transfer> take(Transaction transaction, PoolId pool, LoggedCommand logged) throws SQLException {
        if (logged.command() instanceof Command.Sweep) {
            return swept(pool, logged);
        }
        Optional<Attempt> made = Attempt.of(pool, logged);
        if (made.isEmpty()) {
            return List.of();
        }
        Attempt attempt = made.get();
        Optional<Outbox.Row> row = Outbox.lock(transaction, attempt);
        if (attempt.isApplied()) {
            return List.of(row.isEmpty() ? applied(transaction, attempt) : arrived(transaction, attempt, row.get()));
        }
        if (row.isEmpty()
                || row.get().transfer().state() != State.PENDING
                || logged.sequence() <= row.get().seenSequence()) {
            return List.of();
        }
        Optional<Reply.Refused> refusal = attempt.refusal();
        if (refusal.isPresent()) {
            return refused(transaction, attempt, row.get(), refusal.get());
        }
        long number = Outbox.renumber(transaction, row.get(), logged.sequence());
        LOG.warn(
                "transfer {} gets number {}: {} was ignored, so somebody else numbers transfers of account {} in {}",
                row.get().transfer().key(),
                number,
                attempt.number(),
                attempt.account(),
                pool);
        return List.of();
    }

    /** What was free when nothing was open went home: the engine said how much. */
    private static List<Transfer> swept(PoolId pool, LoggedCommand logged) {
        List<Transfer> home = new ArrayList<>();
        for (int i = 0; i < logged.events().size(); i++) {
            if (logged.events().get(i) instanceof Event.WalletDebited debited) {
                home.add(new Draft(pool + ":" + logged.sequence() + ":" + i, "wallet sweep", logged.time())
                        .move(
                                AccountCode.wallet(pool, debited.account(), Pocket.FREE),
                                AccountCode.sourceOf(debited.account()),
                                debited.amount())
                        .single());
            }
        }
        return home;
    }

    /** Somebody moved a wallet without the books: the money comes from, or goes, outside. */
    private static Transfer applied(Transaction transaction, Attempt attempt) throws SQLException {
        Outbox.passNumber(transaction, attempt.pool(), attempt.account(), attempt.number());
        return arrival(attempt, AccountCode.OUTSIDE, "past the books").single();
    }

    private static Transfer arrived(Transaction transaction, Attempt attempt, Outbox.Row row) throws SQLException {
        State before = row.transfer().state();
        if (before != State.POSTED) {
            Outbox.resolve(transaction, row, State.POSTED, "");
        }
        if (attempt.direction() == Direction.TO_HOME) {
            String kind = Clearing.isReserved(attempt.account()) ? "pool withdrawal" : "wallet sweep";
            return arrival(attempt, AccountCode.sourceOf(attempt.account()), kind)
                    .single();
        }
        if (before == State.REFUSED) {
            // Only after a wrong giveBack: the pool has it after all, so it leaves home once more, or the books stop.
            return arrival(
                            attempt,
                            AccountCode.sourceOf(attempt.account()),
                            row.transfer().topUp() + ", late")
                    .single();
        }
        return arrival(
                        attempt,
                        AccountCode.transit(attempt.pool(), attempt.account()),
                        row.transfer().topUp())
                .resolving(Phase.POST, pendingId(transaction, row.transfer()));
    }

    /** Between the wallet and the other side, the way the attempt goes. */
    private static Draft arrival(Attempt attempt, AccountCode other, String kind) {
        AccountCode wallet = AccountCode.wallet(attempt.pool(), attempt.account(), Pocket.FREE);
        Draft draft = new Draft(
                attempt.key(Integer.toString(attempt.appliedBy())),
                kind,
                attempt.logged().time());
        return attempt.direction() == Direction.TO_POOL
                ? draft.move(other, wallet, attempt.amount())
                : draft.move(wallet, other, attempt.amount());
    }

    private static List<Transfer> refused(
            Transaction transaction, Attempt attempt, Outbox.Row row, Reply.Refused refused) throws SQLException {
        WalletTransfer transfer = row.transfer();
        String problem = refused.reason() + ": " + refused.problem();
        long seen = row.seen() + 1;
        Outbox.see(transaction, row, seen, attempt.logged().sequence(), problem);
        if (attempt.direction() == Direction.TO_HOME) {
            Outbox.resolve(transaction, row, State.REFUSED, problem);
            return List.of();
        }
        if (seen < transfer.sent()) {
            LOG.warn(
                    "transfer {} was refused and stays in transit: sent {} times, seen {} times; {}",
                    transfer.key(),
                    transfer.sent(),
                    seen,
                    problem);
            return List.of();
        }
        return List.of(giveBack(
                transaction,
                row,
                problem,
                attempt.key("refused"),
                attempt.logged().time()));
    }

    /** Resolves what will never arrive: what stands in transit goes back home. */
    static Transfer giveBack(Transaction transaction, Outbox.Row row, String problem, String key, long at)
            throws SQLException {
        WalletTransfer transfer = row.transfer();
        Outbox.resolve(transaction, row, State.REFUSED, problem);
        return new Draft(key, transfer.topUp() + " refused", at)
                .move(
                        AccountCode.transit(transfer.pool(), transfer.account()),
                        AccountCode.sourceOf(transfer.account()),
                        transfer.amount())
                .resolving(Phase.VOID, pendingId(transaction, transfer));
    }

    private static long pendingId(Transaction transaction, WalletTransfer transfer) throws SQLException {
        return Sql.number(transaction, "SELECT id FROM transfer WHERE idem_key = ?", transfer.transitKey());
    }
}
