package io.tidemark.exchange.pool;

import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.pool.PoolSnapshot.Transfer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Wallets: opened, filled from outside the pool, and emptied again. What orders do with them is for other desks. */
final class AccountDesk {
    /** What all deposits of a pool may come to, so that no sum of them leaves a {@code long}. */
    private static final long MOST = 4_000_000_000_000L * Money.PER_DOLLAR;

    private final PoolState state;
    private final OrderDesk orders;
    private final SpotDesk spot;
    private final DamagesDesk damages;

    // Looked up, and put in order before it is walked.
    private final Map<Long, Long> lastTransfer = new HashMap<>();

    AccountDesk(PoolState state, OrderDesk orders, SpotDesk spot, DamagesDesk damages) {
        this.state = state;
        this.orders = orders;
        this.spot = spot;
        this.damages = damages;
    }

    Reply open(Command.OpenAccount account) {
        // Whoever shared a group with the operator could buy none of its supply, and would cancel it by trading.
        if (Clearing.isReserved(account.account()) || Clearing.isReserved(account.group())) {
            return Refusals.of(
                            Refusal.GUARD_BROKEN,
                            "account",
                            "accounts and groups " + Clearing.OPERATOR + " and " + Clearing.DAMAGES
                                    + " are the operator's",
                            "another number")
                    .orElseThrow();
        }
        if (!state.groups.knows(account.account())) {
            state.groups.join(account.account(), account.group());
            state.clearing.open(account.account());
            state.emit(new Event.AccountOpened(account.account(), account.group()));
        }
        return new Reply.Done();
    }

    Reply credit(Command.Credit credit) {
        if (!state.clearing.knows(credit.account())) {
            return Refusals.unknownAccount(state, credit.account());
        }
        long most = MOST - state.clearing.deposited();
        if (credit.amount() < 1 || credit.amount() > most) {
            return refused(
                    Refusal.GUARD_BROKEN,
                    "not an amount that can be moved",
                    "from one micro-dollar to " + Money.format(most) + " USD");
        }
        if (isNew(credit.account(), credit.transfer())) {
            state.clearing.deposit(credit.account(), credit.amount());
            state.emit(new Event.WalletCredited(credit.account(), credit.transfer(), credit.amount()));
            if (Clearing.isReserved(credit.account())) {
                damages.payOwed();
            }
        }
        return new Reply.Done();
    }

    Reply debit(Command.Debit debit) {
        if (!state.clearing.knows(debit.account())) {
            return Refusals.unknownAccount(state, debit.account());
        }
        boolean isRepeated = lastTransfer.getOrDefault(debit.account(), 0L) >= debit.transfer();
        long free = state.clearing.wallet(debit.account()).free();
        if (!isRepeated && (debit.amount() < 1 || debit.amount() > free)) {
            return refused(
                    Refusal.INSUFFICIENT_CREDIT,
                    "more than the wallet has free",
                    "at most " + Money.format(free) + " USD");
        }
        if (isNew(debit.account(), debit.transfer())) {
            withdraw(debit.account(), debit.transfer(), debit.amount());
        }
        return new Reply.Done();
    }

    Reply sweep(Command.Sweep sweep) {
        if (!state.clearing.knows(sweep.account())) {
            return Refusals.unknownAccount(state, sweep.account());
        }
        boolean nothingOpen =
                orders.heldFor(sweep.account()) == 0 && spot.bids().heldFor(sweep.account()) == 0;
        long free = state.clearing.wallet(sweep.account()).free();
        if (nothingOpen && free > 0) {
            withdraw(sweep.account(), Command.Sweep.TRANSFER, free);
        }
        return new Reply.Done();
    }

    private void withdraw(long account, long transfer, long amount) {
        state.clearing.withdraw(account, amount);
        state.emit(new Event.WalletDebited(account, transfer, amount));
    }

    private boolean isNew(long account, long transfer) {
        if (lastTransfer.getOrDefault(account, 0L) >= transfer) {
            return false;
        }
        lastTransfer.put(account, transfer);
        return true;
    }

    List<Transfer> save() {
        List<Transfer> transfers = new ArrayList<>();
        lastTransfer.forEach((account, number) -> transfers.add(new Transfer(account, number)));
        transfers.sort(Comparator.comparingLong(Transfer::account));
        return transfers;
    }

    void load(List<Transfer> saved) {
        saved.forEach(transfer -> lastTransfer.put(transfer.account(), transfer.number()));
    }

    private static Reply refused(Refusal reason, String problem, String remedy) {
        return Refusals.of(reason, "amount", problem, remedy).orElseThrow();
    }
}
