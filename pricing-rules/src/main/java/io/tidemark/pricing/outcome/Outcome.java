package io.tidemark.pricing.outcome;

import io.tidemark.pricing.price.Split;
import io.tidemark.pricing.publish.Effect;
import io.tidemark.pricing.publish.HourPrices;
import io.tidemark.pricing.publish.Ladder;
import io.tidemark.pricing.publish.Output;
import io.tidemark.pricing.publish.PoolPrices;
import io.tidemark.pricing.publish.Terms;
import io.tidemark.pricing.publish.Tranche;
import io.tidemark.pricing.table.Dimension.Subject;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The figures that are published for an hour or for its pool. The unit is the end of the name. */
@SuppressWarnings(
        "ImmutableEnumChecker") // The checker does not know that Set.of is immutable and that lambdas hold nothing.
public enum Outcome {
    /** Share of the capacity to mint as firm titles where nothing is forecast. */
    FIRM_SHARE_BPS(
            Subject.HOUR,
            Set.of(Output.FIRM_SHARE_BPS),
            (pool, hour, terms) -> said(hour.effects(), Output.FIRM_SHARE_BPS)),
    /** How sure of a lot the forecast must be for it to be minted as a firm title. */
    FIRM_CERTAINTY_BPS(
            Subject.HOUR,
            Set.of(Output.FIRM_LOSS_BPS, Output.SPOT_WORTH_BPS),
            (pool, hour, terms) -> Split.certaintyBps(
                    said(hour.effects(), Output.FIRM_LOSS_BPS), said(hour.effects(), Output.SPOT_WORTH_BPS))),
    /** The largest share of the capacity to mint as firm titles, whatever is forecast. */
    FIRM_CAP_BPS(
            Subject.HOUR,
            Set.of(Output.FIRM_CAP_BPS),
            (pool, hour, terms) -> said(hour.effects(), Output.FIRM_CAP_BPS)),
    /** What a GPU-hour is worth. */
    FAIR_TICKS(
            Subject.HOUR,
            Set.of(Output.ANCHOR_TICKS, Output.FAIR_BPS, Output.REFERENCE_WEIGHT_BPS),
            (pool, hour, terms) -> hour.fairTicks()),
    /** Where the ask ladder's curve starts, marked down. */
    ASK_FLOOR_TICKS(
            Subject.HOUR,
            Set.of(Output.LADDER_FLOOR_BPS, Output.MARKDOWN_BPS, Output.AVOIDABLE_TICKS),
            (pool, hour, terms) -> hour.asks().floorTicks()),
    /** Where the ask ladder's curve ends, marked down. */
    ASK_CAP_TICKS(
            Subject.HOUR,
            Set.of(Output.LADDER_CAP_BPS, Output.MARKDOWN_BPS, Output.AVOIDABLE_TICKS),
            (pool, hour, terms) -> hour.asks().capTicks()),
    /** Into how many tranches the ask ladder is cut. */
    TRANCHES(Subject.HOUR, Set.of(Output.TRANCHES), (pool, hour, terms) -> said(hour.effects(), Output.TRANCHES)),

    /** Share of the spot lots in the cheapest tranche. */
    FIRST_SHARE_BPS(
            Subject.POOL,
            Set.of(Output.FIRST_SHARE_BPS),
            (pool, hour, terms) -> said(pool.effects(), Output.FIRST_SHARE_BPS)),
    /** Share of the spot lots in the second tranche. */
    SECOND_SHARE_BPS(
            Subject.POOL,
            Set.of(Output.SECOND_SHARE_BPS),
            (pool, hour, terms) -> said(pool.effects(), Output.SECOND_SHARE_BPS)),
    /** Reserve of the first spot lots. */
    FIRST_RESERVE_TICKS(
            Subject.POOL,
            Set.of(Output.FIRST_PRICE_BPS),
            (pool, hour, terms) -> pool.spotReserve().floorTicks()),
    /** Reserve of the spot lots behind the cheapest tranche. */
    SECOND_RESERVE_TICKS(
            Subject.POOL,
            Set.of(Output.SECOND_PRICE_BPS),
            (pool, hour, terms) -> priceOf(pool.spotReserve(), said(pool.effects(), Output.FIRST_SHARE_BPS))),
    /** Reserve of the last spot lots. */
    REST_RESERVE_TICKS(
            Subject.POOL,
            Set.of(Output.REST_PRICE_BPS),
            (pool, hour, terms) -> pool.spotReserve().capTicks()),

    /** Nothing trades below. */
    BAND_LOW_TICKS(
            Subject.POOL,
            Set.of(Output.BAND_LOW_BPS),
            (pool, hour, terms) -> pool.band().lowTicks()),
    /** Nothing trades above. */
    BAND_HIGH_TICKS(
            Subject.POOL,
            Set.of(Output.BAND_HIGH_BPS),
            (pool, hour, terms) -> pool.band().highTicks()),
    /** Half the width of the dynamic band. */
    DYNAMIC_BPS(
            Subject.POOL,
            Set.of(Output.DYNAMIC_BPS),
            (pool, hour, terms) -> pool.band().dynamicBps()),
    MAKER_BPS(Subject.GROUP, Set.of(Output.MAKER_BPS), (pool, hour, terms) -> terms.makerBps()),
    TAKER_BPS(Subject.GROUP, Set.of(Output.TAKER_BPS), (pool, hour, terms) -> terms.takerBps()),
    /** The most of an hour that one group may have. */
    POSITION_LIMIT_BPS(
            Subject.GROUP, Set.of(Output.POSITION_LIMIT_BPS), (pool, hour, terms) -> terms.positionLimitBps()),
    ORDERS_PER_SECOND(Subject.GROUP, Set.of(Output.ORDERS_PER_SECOND), (pool, hour, terms) -> terms.ordersPerSecond()),
    BURST_ORDERS(Subject.GROUP, Set.of(Output.BURST_ORDERS), (pool, hour, terms) -> terms.burstOrders()),
    /** How long before its end a reclaimed spot lease is told. */
    NOTICE_SECONDS(Subject.POOL, Set.of(Output.NOTICE_SECONDS), (pool, hour, terms) -> pool.reclaimNoticeSeconds()),
    /** The most that is paid to get a title back. */
    BUY_BACK_TICKS(Subject.POOL, Set.of(Output.BUY_BACK_BPS), (pool, hour, terms) -> pool.buyBackTicks());

    /** Reads one of them. */
    @FunctionalInterface
    private interface Figure {
        long of(PoolPrices pool, HourPrices hour, Terms terms);
    }

    private final Subject subject;
    private final Set<Output> sources;
    private final Figure figure;

    Outcome(Subject subject, Set<Output> sources, Figure figure) {
        this.subject = subject;
        this.sources = Set.copyOf(sources);
        this.figure = figure;
    }

    /** The name of the column, such as {@code "fair_ticks"}. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What has one of its own: each hour, the pool, or each group by what it traded. */
    public Subject subject() {
        return subject;
    }

    /** The values of tables that it is there to show; others may come in as well. */
    public Set<Output> sources() {
        return sources;
    }

    /** Whatever can move it: its sources, and what they are a share of. */
    Set<Output> inputs() {
        Set<Output> inputs = EnumSet.copyOf(sources);
        switch (this) {
            case ASK_FLOOR_TICKS, ASK_CAP_TICKS -> inputs.addAll(FAIR_TICKS.sources);
            case FIRST_RESERVE_TICKS,
                    SECOND_RESERVE_TICKS,
                    REST_RESERVE_TICKS,
                    BAND_LOW_TICKS,
                    BAND_HIGH_TICKS,
                    BUY_BACK_TICKS -> inputs.add(Output.ANCHOR_TICKS);
            default -> {
                // The others are what a table says.
            }
        }
        return inputs;
    }

    long of(PoolPrices pool, HourPrices hour, Terms terms) {
        return figure.of(pool, hour, terms);
    }

    private static long said(List<Effect> effects, Output output) {
        return effects.stream()
                .filter(effect -> effect.output() == output)
                .mapToLong(Effect::value)
                .findFirst()
                .orElseThrow();
    }

    /** What the lot behind so many others costs. */
    private static long priceOf(Ladder ladder, long lotsBefore) {
        long passed = 0;
        for (Tranche tranche : ladder.tranches()) {
            passed += tranche.lots();
            if (passed > lotsBefore) {
                return tranche.ticks();
            }
        }
        return ladder.capTicks();
    }
}
