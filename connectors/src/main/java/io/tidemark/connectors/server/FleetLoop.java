package io.tidemark.connectors.server;

import io.tidemark.exchange.cluster.Exchange;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.fleet.dispatch.FleetMeter;
import io.tidemark.fleet.node.Fleet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Moves the fleet on by one step, and tells the exchange what was handed over. */
final class FleetLoop implements MarketStep {
    private final Fleet fleet;
    private final Exchange exchange;
    private final Map<PoolId, FleetMeter> meters;
    private final Supplier<List<Long>> accounts;

    FleetLoop(Fleet fleet, Exchange exchange, Map<PoolId, FleetMeter> meters, Supplier<List<Long>> accounts) {
        this.fleet = fleet;
        this.exchange = exchange;
        this.meters = Map.copyOf(meters);
        this.accounts = accounts;
    }

    @Override
    public void step(long now) {
        fleet.step(now);
        meters.forEach((pool, meter) -> {
            for (Command command : meter.handOvers(accounts.get())) {
                Answers.await(exchange.submit(pool, command));
            }
        });
    }
}
