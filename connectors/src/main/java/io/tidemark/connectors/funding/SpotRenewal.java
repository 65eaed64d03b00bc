package io.tidemark.connectors.funding;

import io.tidemark.exchange.cluster.Exchange;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import io.tidemark.fleet.ledger.InsufficientFundsException;
import io.tidemark.fleet.ledger.Ledger;
import io.tidemark.fleet.ledger.WalletTransfer;
import io.tidemark.fleet.ledger.WalletTransfers;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ten minutes before each hour a lease sets another hour at its maximum aside, or ends. This brings the money from home
 * in time; where there is too little, the lease ends as the rulebook says.
 */
public final class SpotRenewal {
    private static final Logger LOG = LoggerFactory.getLogger(SpotRenewal.class);
    private static final long PATIENCE_SECONDS = 10;

    private final Exchange exchange;
    private final Ledger ledger;
    private final WalletTransfers transfers;
    private final NextLeaseHour nextHour;

    public SpotRenewal(Exchange exchange, Ledger ledger, WalletTransfers transfers) {
        this.exchange = exchange;
        this.ledger = ledger;
        this.transfers = transfers;
        this.nextHour = new NextLeaseHour(exchange);
    }

    /**
     * Looks after the leases of one account in one pool; call it in every market minute. What is there already is not
     * brought again, what has gone since is.
     *
     * @param now market time, epoch milliseconds
     */
    public void step(PoolId pool, long account, long now) {
        if (!NextLeaseHour.isDue(now)) {
            return;
        }
        if (lack(pool, account) <= 0) {
            return;
        }
        Optional<String> key = unused("renew:" + pool + ":" + account + ":" + (Hours.containing(now) + 1));
        // Asked again: the last may have arrived in between.
        long lack = key.isPresent() ? lack(pool, account) : 0;
        if (lack <= 0) {
            return;
        }
        try {
            transfers.request(account, pool, lack, key.get());
        } catch (InsufficientFundsException tooLittle) {
            LOG.debug("account {} has {} at home, its leases need {}", account, ledger.home(account), lack);
        }
    }

    /** A key for one more transfer; empty while the last is on its way. */
    private Optional<String> unused(String renewal) {
        String key = renewal;
        Optional<WalletTransfer> last = transfers.find(key);
        for (int again = 1; last.isPresent(); again++) {
            if (last.get().state() == WalletTransfer.State.PENDING) {
                return Optional.empty();
            }
            key = renewal + ":" + again;
            last = transfers.find(key);
        }
        return Optional.of(key);
    }

    /** What the wallet is short of for one more hour of everything that runs. */
    private long lack(PoolId pool, long account) {
        LongSupplier need = nextHour.ask(pool, account);
        View wallet = exchange.ask(pool, new Query.AccountOf(account))
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join()
                .value();
        return wallet instanceof View.AccountView known ? need.getAsLong() - known.free() : 0;
    }
}
