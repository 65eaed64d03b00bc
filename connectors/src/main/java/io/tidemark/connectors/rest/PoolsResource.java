package io.tidemark.connectors.rest;

import io.tidemark.connectors.explain.PriceExplanation;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.pool.CallReason;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.Tier;
import io.tidemark.exchange.pool.View.HourView;
import io.tidemark.exchange.pool.View.HoursView;
import io.tidemark.exchange.pool.View.IndicativeView;
import io.tidemark.exchange.pool.View.PoolView;
import io.tidemark.exchange.spot.Tranche;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pools, their hours and their prices: public, and the same for everyone. */
@Path("/v1/pools")
@Produces(MediaType.APPLICATION_JSON)
public final class PoolsResource {
    private static final int DEFAULT_HOURS = 24;
    /** Eight listed days and the running hour. */
    private static final int MAX_HOURS = 200;

    private final Market market;
    private final PriceExplainer explainer;

    PoolsResource(Market market, PriceExplainer explainer) {
        this.market = market;
        this.explainer = explainer;
    }

    record PoolsBody(List<PoolBody> pools) {}

    /**
     * A pool as it is now.
     *
     * @param firstOpenHour the first hour that still trades
     * @param listedUntil the first hour that is not listed yet
     * @param capacityLots deliverable in the running hour: firm, spot, on notice and idle
     * @param shortLots firm lots of the running hour that were sold and cannot be delivered
     */
    record PoolBody(
            String pool,
            String sku,
            String site,
            int gpusPerLot,
            String currency,
            @Nullable String marketTime,
            String phase,
            @Nullable String callReason,
            @Nullable String phaseEndsAt,
            String firstOpenHour,
            String listedUntil,
            long capacityLots,
            long firmLots,
            long shortLots,
            long spotLots,
            long noticedLots,
            long idleLots,
            @Nullable String spotPricePerGpuHour,
            @Nullable String spotPricePerLotHour,
            List<LevelBody> spotReserve,
            String lowestLimitPerGpuHour,
            String highestLimitPerGpuHour,
            List<TierBody> tiers,
            int reclaimNoticeSeconds,
            String ruleSet) {
        static PoolBody of(PoolId pool, PoolView view, long now) {
            return new PoolBody(
                    pool.toString(),
                    pool.sku().name(),
                    pool.site(),
                    pool.gpusPerLot(),
                    "USD",
                    Amounts.instant(now),
                    view.phase().name(),
                    view.reason() == CallReason.NONE ? null : view.reason().name(),
                    Amounts.instant(view.phaseEndsAt()),
                    Hours.format(view.firstOpenHour()),
                    Hours.format(view.listedUntil()),
                    view.capacityLots(),
                    view.firmLots(),
                    Math.max(0, view.firmLots() - view.capacityLots()),
                    view.spotLots(),
                    view.noticedLots(),
                    view.idleLots(),
                    Amounts.perGpuHour(view.spotTicks()),
                    Amounts.perLotHour(view.spotTicks(), pool),
                    LevelBody.of(view.sheet().reserve(), pool),
                    Price.format(view.sheet().bandLow()),
                    Price.format(view.sheet().bandHigh()),
                    TierBody.of(view.sheet().tiers()),
                    view.sheet().noticeSeconds(),
                    view.sheet().ruleSet());
        }
    }

    /**
     * What is asked of a group and allowed to it, by what it traded here in thirty days.
     *
     * @param positionLimitBasisPoints the most of an hour that it may hold and bid for; absent for no limit
     * @param ordersPerSecond on average; absent for any number
     */
    record TierBody(
            int tier,
            long fromLotHours,
            int makerFeeBasisPoints,
            int takerFeeBasisPoints,
            @Nullable Integer positionLimitBasisPoints,
            @Nullable Integer ordersPerSecond,
            @Nullable Integer burstOrders) {
        static List<TierBody> of(List<Tier> tiers) {
            List<TierBody> bodies = new ArrayList<>();
            for (Tier tier : tiers) {
                bodies.add(new TierBody(
                        bodies.size() + 1,
                        tier.fromLotHours(),
                        tier.makerBps(),
                        tier.takerBps(),
                        tier.positionLimitBps() == 0 ? null : tier.positionLimitBps(),
                        tier.ordersPerSecond() == 0 ? null : tier.ordersPerSecond(),
                        tier.ordersPerSecond() == 0 ? null : tier.burstOrders()));
            }
            return bodies;
        }
    }

    record LevelBody(long lots, String pricePerGpuHour, String pricePerLotHour) {
        static List<LevelBody> of(List<Tranche> ladder, PoolId pool) {
            return ladder.stream()
                    .map(step -> new LevelBody(
                            step.lots(), Price.format(step.ticks()), Price.format(step.ticks() * pool.gpusPerLot())))
                    .toList();
        }
    }

    record HoursBody(String pool, int gpusPerLot, String currency, List<HourBody> hours) {}

    /**
     * One delivery hour.
     *
     * @param shortLots sold and not deliverable, as the capacity of the hour is forecast now
     * @param bestAskPerGpuHour absent if nothing is offered
     * @param referencePerGpuHour the last price, else the fair value of the rules
     */
    record HourBody(
            String hour,
            @Nullable String startsAt,
            String state,
            long capacityLots,
            long mintedLots,
            long soldLots,
            long shortLots,
            long offeredLots,
            @Nullable String bestAskPerGpuHour,
            @Nullable String bestAskPerLotHour,
            @Nullable String referencePerGpuHour,
            @Nullable String referencePerLotHour,
            List<LevelBody> asks,
            List<LevelBody> bids) {
        static HourBody of(PoolId pool, HourView hour) {
            return new HourBody(
                    Hours.format(hour.hour()),
                    Amounts.instant(Hours.startMillis(hour.hour())),
                    hour.state().name(),
                    hour.capacityLots(),
                    hour.mintedLots(),
                    hour.soldLots(),
                    hour.shortLots(),
                    hour.asks().stream().mapToLong(Tranche::lots).sum(),
                    Amounts.perGpuHour(hour.bestAsk()),
                    Amounts.perLotHour(hour.bestAsk(), pool),
                    Amounts.perGpuHour(hour.reference()),
                    Amounts.perLotHour(hour.reference(), pool),
                    LevelBody.of(hour.asks(), pool),
                    LevelBody.of(hour.bids(), pool));
        }
    }

    @GET
    @Needs.Open
    public PoolsBody pools() {
        return new PoolsBody(market.pools().stream().map(this::body).toList());
    }

    @GET
    @Path("{pool}")
    @Needs.Open
    public PoolBody pool(@PathParam("pool") String pool) {
        return body(market.pool(pool));
    }

    private PoolBody body(PoolId pool) {
        PoolView view = market.know(pool, new Query.PoolStatus(), PoolView.class);
        return PoolBody.of(pool, view, market.now());
    }

    @GET
    @Path("{pool}/hours")
    @Needs.Open
    public HoursBody hours(
            @PathParam("pool") String name,
            @QueryParam("from") @Nullable String from,
            @QueryParam("hours") @Nullable String hours) {
        PoolId pool = market.pool(name);
        long first = Fields.hour(from == null ? "+0h" : from, "from", market.now());
        int count = hours == null ? DEFAULT_HOURS : Fields.count(hours, "hours", 1, MAX_HOURS);
        HoursView view = market.know(pool, new Query.HoursFrom(first, count), HoursView.class);
        return new HoursBody(
                pool.toString(),
                pool.gpusPerLot(),
                "USD",
                view.hours().stream().map(hour -> HourBody.of(pool, hour)).toList());
    }

    @GET
    @Path("{pool}/indicative")
    @Needs.Open
    public IndicativeBody indicative(@PathParam("pool") String name) {
        PoolId pool = market.pool(name);
        return IndicativeBody.of(pool, market.know(pool, new Query.Indicative(), IndicativeView.class), market.now());
    }

    @GET
    @Path("{pool}/prices/{hour}/explain")
    @Needs.Open
    public PriceExplanation explain(@PathParam("pool") String name, @PathParam("hour") String text) {
        PoolId pool = market.pool(name);
        long hour = Fields.hour(text, "hour", market.now());
        PoolView view = market.know(pool, new Query.PoolStatus(), PoolView.class);
        return explainer
                .explain(pool, hour, view.rules())
                .orElseThrow(() -> unexplained(pool, hour, view).asException());
    }

    private static Problem unexplained(PoolId pool, long hour, PoolView view) {
        if (hour >= view.firstOpenHour() && hour < view.listedUntil()) {
            return Problem.of(
                            ProblemCode.NO_EXPLANATION,
                            "no rule has priced hour " + Hours.format(hour) + " of " + pool + " yet",
                            "ask again in some minutes: a pool that is open is priced every five")
                    .at("hour");
        }
        return Problem.of(
                        ProblemCode.NO_SUCH_HOUR,
                        "hour " + Hours.format(hour) + " of " + pool + " does not trade now",
                        "ask about an hour from " + Hours.format(view.firstOpenHour()) + " to "
                                + Hours.format(view.listedUntil() - 1)
                                + "; of the past 'tidemark price explain --data' tells, where the market runs")
                .at("hour");
    }
}
