package io.tidemark.fleet.invoice;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.ledger.WalletBalance;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that an account has at an instant, micro-dollars.
 *
 * @param inTransit on the way from home to a pool
 * @param wallets those that were ever used
 */
public record Funds(long home, long inTransit, SortedMap<PoolId, WalletBalance> wallets) {
    public Funds {
        wallets = Collections.unmodifiableSortedMap(new TreeMap<>(wallets));
    }

    public long total() {
        long total = Math.addExact(home, inTransit);
        for (WalletBalance wallet : wallets.values()) {
            total = Math.addExact(total, wallet.total());
        }
        return total;
    }
}
