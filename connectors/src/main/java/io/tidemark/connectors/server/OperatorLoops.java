package io.tidemark.connectors.server;

import io.tidemark.connectors.document.Document;
import io.tidemark.connectors.site.InternalDemand;
import io.tidemark.exchange.cluster.Exchange;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.dispatch.FleetMeter;
import io.tidemark.fleet.forecast.DemandForecast;
import io.tidemark.fleet.forecast.ForecastState;
import io.tidemark.fleet.node.Fleet;
import io.tidemark.fleet.release.OperatorDesk;
import io.tidemark.fleet.surplus.DemandSource;
import io.tidemark.fleet.surplus.SurplusPolicy;
import io.tidemark.fleet.surplus.SurplusState;
import io.tidemark.fleet.surplus.SurplusTracker;
import io.tidemark.pricing.facts.Limits;
import io.tidemark.pricing.price.Pricing;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;

/** The operator's desks, one a pool. */
final class OperatorLoops {
    private static final long WARM_UP_STEP = 5 * 60_000;

    /** From avoidable cost to far above any price seen, and at most a quarter away from the last. */
    static final Limits USUAL_LIMITS = new Limits(30, 5_000, 2_500);

    private OperatorLoops() {}

    /** What the fleet hands over, by pool. */
    static Map<PoolId, FleetMeter> meters(Exchange exchange, Fleet fleet) {
        Map<PoolId, FleetMeter> meters = new LinkedHashMap<>();
        for (PoolId pool : exchange.pools()) {
            meters.put(pool, new FleetMeter(pool, fleet, (id, query) -> Answers.await(exchange.ask(id, query))));
        }
        return meters;
    }

    /** The desks, each with what it has seen before. */
    static Map<PoolId, OperatorLoop> of(
            VenueConfig config,
            Premises premises,
            Pricing pricer,
            Fleet fleet,
            InternalDemand demand,
            Map<PoolId, FleetMeter> meters,
            PriceBoard board,
            Activations activations,
            LongConsumer pricingNanos) {
        Map<PoolId, OperatorLoop> operators = new LinkedHashMap<>();
        for (VenueConfig.Pool pool : config.pools()) {
            DemandSource source = pool.demand().open(pool, premises.beginning(), demand);
            Document<SurplusState> memory = premises.memory().document("surplus-" + pool.id(), SurplusState.class);
            memory.look();
            SurplusPolicy policy = pool.surplus();
            SurplusTracker tracker = memory.read()
                    .map(state -> new SurplusTracker(policy, state))
                    .orElseGet(() ->
                            warmedUp(policy, source, premises.exchange().clock().now()));
            Document<ForecastState> past = past(premises, pool.id());
            past.look();
            DemandForecast forecast = past.read()
                    .map(state -> new DemandForecast(policy, state))
                    .orElseGet(() -> DemandForecast.watched(
                            policy, source, premises.exchange().clock().now()));
            OperatorDesk desk = new OperatorDesk(
                    pool.id(),
                    tracker,
                    forecast,
                    pricer,
                    config.limits(),
                    Objects.requireNonNull(meters.get(pool.id())));
            operators.put(
                    pool.id(),
                    new OperatorLoop(
                            pool.id(),
                            premises.exchange(),
                            source,
                            desk,
                            fleet,
                            memory,
                            past,
                            board,
                            activations,
                            pricingNanos));
        }
        return operators;
    }

    private static Document<ForecastState> past(Premises premises, PoolId pool) {
        return premises.memory().document("forecast-" + pool, ForecastState.class);
    }

    /** Whether some desk has never seen an hour of demand end. */
    static boolean isAnyBlind(VenueConfig config, Premises premises) {
        return config.pools().stream().anyMatch(pool -> {
            Document<ForecastState> past = past(premises, pool.id());
            past.look();
            return past.read().isEmpty();
        });
    }

    /** A tracker that has watched for as long as it needs to, so that the first release need not wait for T_release. */
    private static SurplusTracker warmedUp(SurplusPolicy policy, DemandSource source, long now) {
        SurplusTracker tracker = new SurplusTracker(policy);
        long watched = policy.release().plus(policy.turnaround()).toMillis() + WARM_UP_STEP;
        for (long at = now - watched; at < now; at += WARM_UP_STEP) {
            tracker.observe(at, source.snapshot(at));
        }
        return tracker;
    }
}
