package io.tidemark.exchange.pool;

import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.clearing.Clearing.Bought;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.pool.PoolSnapshot.Debt;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What the holder of a title gets on top of its refund when the lot is not delivered. The operator pays, whoever sold:
 * from the damages account first, then from its own wallet; what neither can bear is owed, and paid first when money
 * comes, be it a deposit or what the operator earns. So while anything is owed both are empty.
 */
final class DamagesDesk {
    private static final long WHOLE = 10_000;
    private static final int SECONDS = 3_600;
    private static final long MILLIS = 1_000;

    private final PoolState state;
    private final Deque<Debt> owed = new ArrayDeque<>();

    DamagesDesk(PoolState state) {
        this.state = state;
    }

    /** Whether so little was delivered of an hour that it does damage. */
    boolean areDue(int deliveredSeconds) {
        return (SECONDS - deliveredSeconds) * MILLIS > state.rules.failureGrace();
    }

    /** Awards the damages for lots of an hour, whose titles have been settled already. */
    void award(long hour, Bought undelivered, int deliveredSeconds, Replacements replacements) {
        long account = undelivered.parcel().account();
        long ownPrice = undelivered.ticks() * Price.MICRO_DOLLARS_PER_TICK;
        // Before its gate the index of an hour still moves: it is no measure yet.
        long index = hour < state.firstOpenHour ? state.index.of(hour) : 0;
        long base = index == 0 ? ownPrice : Math.min(ownPrice, index);
        for (long left = undelivered.lots(); left > 0; ) {
            Replacements.Part part = replacements.take(state.groupOf(account), left);
            left -= part.lots();
            long replacement = part.ticks() * Price.MICRO_DOLLARS_PER_TICK;
            long amount = amount(base, replacement, part.lots(), SECONDS - deliveredSeconds);
            Clearing.DamagesPaid paid = state.clearing.payDamages(account, amount);
            long unpaid = amount - paid.sum();
            if (unpaid > 0) {
                owed.addLast(new Debt(hour, undelivered.parcel().id(), account, unpaid));
            }
            state.emit(new Event.DamagesAwarded(
                    hour,
                    undelivered.parcel().id(),
                    account,
                    part.lots(),
                    deliveredSeconds,
                    base,
                    replacement,
                    amount,
                    paid.fromDamages(),
                    paid.fromOperator(),
                    unpaid));
        }
    }

    /** Multiplied first, divided once, rounded down; the product may leave a long, and this is no hot path. */
    private long amount(long base, long replacement, long lots, int undeliveredSeconds) {
        long least = Math.multiplyExact(base, (long) state.rules.damagesBps());
        long rate = Math.max(least, Math.multiplyExact(replacement - base, WHOLE));
        return BigInteger.valueOf(rate)
                .multiply(BigInteger.valueOf(lots))
                .multiply(BigInteger.valueOf((long) state.pool.gpusPerLot() * undeliveredSeconds))
                .divide(BigInteger.valueOf(WHOLE * SECONDS))
                .longValueExact();
    }

    /** Money may have come to an account that pays damages: what is owed is paid, the oldest first. */
    void payOwed() {
        while (!owed.isEmpty()) {
            Debt oldest = owed.removeFirst();
            Clearing.DamagesPaid paid = state.clearing.payDamages(oldest.account(), oldest.amount());
            long unpaid = oldest.amount() - paid.sum();
            if (paid.sum() > 0) {
                state.emit(new Event.DamagesCaughtUp(
                        oldest.hour(),
                        oldest.parcel(),
                        oldest.account(),
                        paid.fromDamages(),
                        paid.fromOperator(),
                        unpaid));
            }
            if (unpaid > 0) {
                owed.addFirst(new Debt(oldest.hour(), oldest.parcel(), oldest.account(), unpaid));
                return;
            }
        }
    }

    /** What is owed, the oldest first. */
    List<Debt> owed() {
        return List.copyOf(owed);
    }

    void load(List<Debt> saved) {
        owed.addAll(saved);
    }
}
