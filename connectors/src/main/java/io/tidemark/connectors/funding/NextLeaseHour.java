package io.tidemark.connectors.funding;

import io.tidemark.exchange.cluster.Exchange;
import io.tidemark.exchange.cluster.Exchange.Answer;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What the running leases of an account want for one more hour. In the last minutes before the gate that money is spoken
 * for: it is brought, and no order takes it along.
 */
final class NextLeaseHour {
    private static final long MINUTE = 60_000;
    private static final long EARLIEST = 25 * MINUTE;
    private static final long GATE = 10 * MINUTE;
    private static final long PATIENCE_SECONDS = 10;
    private static final int PAGE = 1_000;

    private final Exchange exchange;

    NextLeaseHour(Exchange exchange) {
        this.exchange = exchange;
    }

    /**
     * Whether the money for the next hour is to be there now.
     *
     * @param now market time, epoch milliseconds
     */
    static boolean isDue(long now) {
        long untilHour = Hours.startMillis(Hours.containing(now) + 1) - now;
        return untilHour <= EARLIEST && untilHour > GATE;
    }

    /** Asks how much that is, in micro-dollars, and gives the way to hear it: together with other questions it costs no wait. */
    LongSupplier ask(PoolId pool, long account) {
        CompletableFuture<Answer<View>> newest = page(pool, account, Query.OrdersOf.NEWEST);
        return () -> {
            long need = 0;
            List<View.OrderView> bids = orders(newest);
            while (!bids.isEmpty()) {
                for (View.OrderView bid : bids) {
                    need += need(pool, bid);
                }
                bids = bids.size() < PAGE
                        ? List.of()
                        : orders(page(pool, account, bids.get(bids.size() - 1).orderId()));
            }
            return need;
        };
    }

    private CompletableFuture<Answer<View>> page(PoolId pool, long account, long after) {
        return exchange.ask(
                pool, new Query.OrdersOf(account, after, Query.OrdersOf.NEWEST, PAGE, true, Query.OrderKind.SPOT));
    }

    private static List<View.OrderView> orders(CompletableFuture<Answer<View>> page) {
        View view = page.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join().value();
        return view instanceof View.OrdersView found ? found.orders() : List.of();
    }

    /** An hour at the maximum is set aside for the hour that runs; what there is beyond it is for the next. */
    private static long need(PoolId pool, View.OrderView bid) {
        boolean runs = bid.lease().map(lease -> lease.lots() > 0).orElse(false);
        if (!runs) {
            return 0;
        }
        long hourAtMaximum = pool.lotHourMoney(bid.limit(), bid.lots());
        return Math.min(hourAtMaximum, Math.max(0, 2 * hourAtMaximum - bid.hold()));
    }
}
