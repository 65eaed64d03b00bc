package io.tidemark.exchange.pool;

import io.tidemark.exchange.clearing.Wallet;

/**
 * An account as its orders know it.
 *
 * @param standing of its group
 * @param remembered all its orders that are remembered
 * @param open those of them that are open
 */
record Participant(
        long account,
        long group,
        Wallet wallet,
        Standing standing,
        Roll<OrderRecord> remembered,
        Roll<OrderRecord> open) {
    Participant(long account, long group, Wallet wallet, Standing standing) {
        this(account, group, wallet, standing, Roll.ofAll(), Roll.ofOpen());
    }

    Roll<OrderRecord> orders(boolean openOnly) {
        return openOnly ? open : remembered;
    }
}
