package io.tidemark.fleet.ledger;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.Refusal;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.fleet.ledger.WalletTransfer.Direction;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One time that a transfer reached the engine, as the journal has it.
 *
 * @param number what the engine knows the transfer by
 * @param amount micro-dollars
 * @param appliedBy the index of the event that moved the money, -1 if none did
 */
record Attempt(
        PoolId pool, LoggedCommand logged, Direction direction, long account, long number, long amount, int appliedBy) {
    /**
     * The attempt that a command was.
     *
     * @return empty if the command moves no money between home and pool
     * @throws LedgerException if a wallet was moved by a command that cannot
     */
    static Optional<Attempt> of(PoolId pool, LoggedCommand logged) {
        int appliedBy = -1;
        for (int i = 0; i < logged.events().size(); i++) {
            Event event = logged.events().get(i);
            if (event instanceof Event.WalletCredited || event instanceof Event.WalletDebited) {
                appliedBy = i;
            }
        }
        Command.Credit credit = creditOf(logged.command());
        if (credit != null) {
            return Optional.of(new Attempt(
                    pool, logged, Direction.TO_POOL, credit.account(), credit.transfer(), credit.amount(), appliedBy));
        }
        if (logged.command() instanceof Command.Debit debit) {
            return Optional.of(new Attempt(
                    pool, logged, Direction.TO_HOME, debit.account(), debit.transfer(), debit.amount(), appliedBy));
        }
        if (appliedBy >= 0) {
            throw new LedgerException(
                    "a wallet of " + pool + " was moved by " + logged.command() + " in sequence " + logged.sequence());
        }
        return Optional.empty();
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

    boolean isApplied() {
        return appliedBy >= 0;
    }

    /** The engine's refusal, if it was the money that it refused and not the order that it came with. */
    Optional<Reply.Refused> refusal() {
        if (!(logged.reply() instanceof Reply.Refused refused)) {
            return Optional.empty();
        }
        boolean alone = logged.command() instanceof Command.Credit || logged.command() instanceof Command.Debit;
        boolean ofTheMoney = alone
                || refused.reason() == Refusal.UNKNOWN_ACCOUNT
                || refused.field().equals("amount");
        return ofTheMoney ? Optional.of(refused) : Optional.empty();
    }

    /** The key of what is booked for it. */
    String key(String what) {
        return pool + ":" + logged.sequence() + ":" + what;
    }
}
