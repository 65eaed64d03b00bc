package io.tidemark.connectors.server;

import io.tidemark.exchange.cluster.Exchange;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import java.util.List;
import java.util.function.Supplier;

/** Once in an hour, cash that is free in a pool where its account has nothing open goes home. */
final class SweepLoop implements MarketStep {
    private final Exchange exchange;
    private final Supplier<List<Long>> accounts;
    private long lastHour = Long.MIN_VALUE;

    SweepLoop(Exchange exchange, Supplier<List<Long>> accounts) {
        this.exchange = exchange;
        this.accounts = accounts;
    }

    @Override
    public void step(long now) {
        if (Hours.containing(now) == lastHour) {
            return;
        }
        lastHour = Hours.containing(now);
        for (PoolId pool : exchange.pools()) {
            for (long account : accounts.get()) {
                Answers.await(exchange.submit(pool, new Command.Sweep(account)));
            }
        }
    }
}
