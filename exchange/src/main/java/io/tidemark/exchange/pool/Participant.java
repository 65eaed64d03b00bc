package io.tidemark.exchange.pool;

import io.tidemark.exchange.clearing.Wallet;
import io.tidemark.exchange.lookup.Slots;
import org.jspecify.annotations.Nullable;

/** An account as its orders know it, and the roll of them: who has one at hand has the other. */
final class Participant extends Roll<OrderRecord> implements Slots.Entry<Participant> {
    private final long account;
    private final long group;
    private final Wallet wallet;
    private final Standing standing;
    private @Nullable Participant nextInSlot;

    /** @param standing of its group */
    Participant(long account, long group, Wallet wallet, Standing standing) {
        this.account = account;
        this.group = group;
        this.wallet = wallet;
        this.standing = standing;
    }

    long account() {
        return account;
    }

    long group() {
        return group;
    }

    Wallet wallet() {
        return wallet;
    }

    /** That of its group. */
    Standing standing() {
        return standing;
    }

    @Override
    public int hash() {
        return Slots.hash(account);
    }

    @Override
    public @Nullable Participant nextInSlot() {
        return nextInSlot;
    }

    @Override
    public void nextInSlot(@Nullable Participant next) {
        nextInSlot = next;
    }
}
