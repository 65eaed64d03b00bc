package io.tidemark.connectors.server;

import io.tidemark.exchange.cluster.Exchange;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.fleet.dispatch.FleetMeter;
import io.tidemark.fleet.node.Fleet;
import io.tidemark.fleet.node.StepReport;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Moves the fleet on by one step, and tells the exchange what was handed over. */
final class FleetLoop implements MarketStep {
    private final Fleet fleet;
    private final Exchange exchange;
    private final Map<PoolId, FleetMeter> meters;
    private final Supplier<List<Long>> accounts;
    private final Consumer<StepReport> steps;
    private volatile OptionalLong listed = OptionalLong.empty();

    /** {@code steps} hears what each step came to. */
    FleetLoop(
            Fleet fleet,
            Exchange exchange,
            Map<PoolId, FleetMeter> meters,
            Supplier<List<Long>> accounts,
            Consumer<StepReport> steps) {
        this.fleet = fleet;
        this.exchange = exchange;
        this.meters = Map.copyOf(meters);
        this.accounts = accounts;
        this.steps = steps;
    }

    @Override
    public void step(long now) {
        StepReport report = fleet.step(now);
        if (!report.stale()) {
            listed = OptionalLong.of(now);
        }
        steps.accept(report);
        meters.forEach((pool, meter) -> {
            for (Command command : meter.handOvers(accounts.get())) {
                Answers.await(exchange.submit(pool, command));
            }
        });
    }

    /** When the machines were listed last, epoch milliseconds; empty before the first time. */
    OptionalLong listed() {
        return listed;
    }
}
