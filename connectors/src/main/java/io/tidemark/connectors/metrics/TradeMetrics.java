package io.tidemark.connectors.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.Event.TradeKind;
import java.util.List;

/** What came of commands: trades and what they came to, spot paid, lots reclaimed. */
final class TradeMetrics {
    private final Counter trades;
    private final Counter lotHours;
    private final Counter turnover;
    private final Counter spotPaid;
    private final Counter reclaims;
    private final Counter reclaimedLots;
    private final Counter unmetLots;

    TradeMetrics(PrometheusRegistry registry, List<PoolId> pools) {
        trades = counter(registry, "tidemark_trades_total", "Trades, by how they came about", "pool", "kind");
        lotHours = counter(registry, "tidemark_traded_lot_hours_total", "Lots times hours that were traded", "pool");
        turnover = counter(registry, "tidemark_turnover_usd_total", "What trades came to, before fees", "pool");
        spotPaid = counter(registry, "tidemark_spot_paid_usd_total", "What spot leases paid", "pool");
        reclaims = counter(registry, "tidemark_reclaims_total", "Spot leases that were given notice", "pool");
        reclaimedLots = counter(registry, "tidemark_reclaimed_lots_total", "Lots under those notices", "pool");
        unmetLots = counter(
                registry,
                "tidemark_unmet_need_lots_total",
                "Lots that internal work asked back and firm holders keep",
                "pool");
        for (PoolId pool : pools) {
            for (TradeKind kind : TradeKind.values()) {
                trades.initLabelValues(pool.toString(), kind.name());
            }
            List.of(lotHours, turnover, spotPaid, reclaims, reclaimedLots, unmetLots)
                    .forEach(each -> each.initLabelValues(pool.toString()));
        }
    }

    private static Counter counter(PrometheusRegistry registry, String name, String help, String... labels) {
        return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
    }

    void applied(PoolId pool, List<LoggedCommand> batch) {
        for (LoggedCommand logged : batch) {
            for (Event event : logged.events()) {
                count(pool.toString(), event);
            }
        }
    }

    private void count(String pool, Event event) {
        if (event instanceof Event.Traded traded) {
            trades.labelValues(pool, traded.kind().name()).inc();
            lotHours.labelValues(pool).inc(traded.lots() * traded.window().hours());
            turnover.labelValues(pool).inc(dollars(traded.cost()));
        } else if (event instanceof Event.LeasePaid paid) {
            spotPaid.labelValues(pool).inc(dollars(paid.paid()));
        } else if (event instanceof Event.LeaseNoticed noticed) {
            reclaims.labelValues(pool).inc();
            reclaimedLots.labelValues(pool).inc(noticed.lots());
        } else if (event instanceof Event.NeedWorkedOff need) {
            unmetLots.labelValues(pool).inc(need.unmetLots());
        }
    }

    /** Not exact beyond 2^53 micro-dollars; the books are, and this is a curve on a screen. */
    static double dollars(long micros) {
        return (double) micros / Money.PER_DOLLAR;
    }
}
