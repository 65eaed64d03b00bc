package io.tidemark.exchange.pool;

import io.tidemark.exchange.clearing.Wallet;

/**
 * An account as its orders know it.
 *
 * @param remembered all its orders that are remembered
 * @param open those of them that are open
 */
record Participant(long account, long group, Wallet wallet, Roll<OrderRecord> remembered, Roll<OrderRecord> open) {
    Participant(long account, long group, Wallet wallet) {
        this(account, group, wallet, Roll.ofAll(), Roll.ofOpen());
    }

    Roll<OrderRecord> orders(boolean openOnly) {
        return openOnly ? open : remembered;
    }
}
