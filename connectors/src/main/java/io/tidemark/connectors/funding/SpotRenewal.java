package io.tidemark.connectors.funding;

import io.tidemark.exchange.cluster.Exchange;
import io.tidemark.exchange.cluster.Exchange.Answer;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import io.tidemark.fleet.ledger.InsufficientFundsException;
import io.tidemark.fleet.ledger.Ledger;
import io.tidemark.fleet.ledger.WalletTransfers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ten minutes before each hour a lease sets another hour at its maximum aside, or ends. This brings the money from home
 * in time; where there is too little, the lease ends as the rulebook says.
 */
public final class SpotRenewal {
    private static final Logger LOG = LoggerFactory.getLogger(SpotRenewal.class);
    private static final long MINUTE = 60_000;
    private static final long EARLIEST = 25 * MINUTE;
    private static final long LATEST = 10 * MINUTE;
    private static final long PATIENCE_SECONDS = 10;

    /** An account with more open orders has its newest looked after. */
    private static final int LEASES = 1_000;

    private final Exchange exchange;
    private final Ledger ledger;
    private final WalletTransfers transfers;

    public SpotRenewal(Exchange exchange, Ledger ledger, WalletTransfers transfers) {
        this.exchange = exchange;
        this.ledger = ledger;
        this.transfers = transfers;
    }

    /**
     * Looks after the leases of one account in one pool; call it in every market minute.
     *
     * @param now market time, epoch milliseconds
     */
    public void step(PoolId pool, long account, long now) {
        long hour = Hours.containing(now) + 1;
        long untilHour = Hours.startMillis(hour) - now;
        if (untilHour > EARLIEST || untilHour <= LATEST) {
            return;
        }
        String key = "renew:" + pool + ":" + account + ":" + hour;
        long lack = lack(pool, account);
        if (lack <= 0 || transfers.find(key).isPresent()) {
            return;
        }
        try {
            transfers.request(account, pool, lack, key);
        } catch (InsufficientFundsException tooLittle) {
            LOG.debug("account {} has {} at home, its leases need {}", account, ledger.home(account), lack);
        }
    }

    /** What the wallet is short of for one more hour of everything that runs. */
    private long lack(PoolId pool, long account) {
        if (!(await(exchange.ask(pool, new Query.AccountOf(account))) instanceof View.AccountView wallet)) {
            return 0;
        }
        View.OrdersView orders = (View.OrdersView) await(exchange.ask(pool, Query.OrdersOf.open(account, LEASES)));
        long need = 0;
        for (View.OrderView order : orders.orders()) {
            boolean runs = order.lease().map(lease -> lease.lots() > 0).orElse(false);
            if (runs && order.window().isEmpty()) {
                long hourAtMax = pool.lotHourMoney(order.limit(), order.lots());
                need += Math.max(0, 2 * hourAtMax - order.hold());
            }
        }
        return need - wallet.free();
    }

    private static <T> T await(CompletableFuture<Answer<T>> answer) {
        return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join().value();
    }
}
