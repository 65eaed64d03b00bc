package io.tidemark.exchange.pool;

import io.tidemark.exchange.clearing.Wallet;
import org.jspecify.annotations.Nullable;

/** An account as its orders know it. */
final class Participant implements Slots.Entry<Participant> {
    private final long account;
    private final long group;
    private final Wallet wallet;
    private final Standing standing;
    private final Roll<OrderRecord> remembered = Roll.ofAll();
    private final Roll<OrderRecord> open = Roll.ofOpen();
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

    /** All its orders that are remembered. */
    Roll<OrderRecord> remembered() {
        return remembered;
    }

    /** Those of them that are open. */
    Roll<OrderRecord> open() {
        return open;
    }

    Roll<OrderRecord> orders(boolean openOnly) {
        return openOnly ? open : remembered;
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
