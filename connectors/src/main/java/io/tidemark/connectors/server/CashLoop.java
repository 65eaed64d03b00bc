package io.tidemark.connectors.server;

import io.tidemark.connectors.funding.SpotRenewal;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.cluster.Exchange;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import java.util.List;
import java.util.function.Supplier;

/** Cash on its way: to leases that are about to be renewed, and home from pools where nothing is open. */
final class CashLoop implements MarketStep {
    private final Exchange exchange;
    private final SpotRenewal renewal;
    private final Supplier<List<Long>> accounts;
    private long lastHour = Long.MIN_VALUE;

    CashLoop(Exchange exchange, SpotRenewal renewal, Supplier<List<Long>> accounts) {
        this.exchange = exchange;
        this.renewal = renewal;
        this.accounts = accounts;
    }

    @Override
    public void step(long now) {
        boolean isNewHour = Hours.containing(now) != lastHour;
        lastHour = Hours.containing(now);
        for (PoolId pool : exchange.pools()) {
            for (long account : accounts.get()) {
                if (Clearing.isReserved(account)) {
                    // The house has no home, and its money must be where it buys back and pays damages.
                    continue;
                }
                renewal.step(pool, account, now);
                if (isNewHour) {
                    Answers.await(exchange.submit(pool, new Command.Sweep(account)));
                }
            }
        }
    }
}
