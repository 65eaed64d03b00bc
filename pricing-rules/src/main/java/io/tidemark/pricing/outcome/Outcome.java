package io.tidemark.pricing.outcome;

import io.tidemark.pricing.price.Split;
import io.tidemark.pricing.publish.Effect;
import io.tidemark.pricing.publish.HourPrices;
import io.tidemark.pricing.publish.Ladder;
import io.tidemark.pricing.publish.Output;
import io.tidemark.pricing.publish.PoolPrices;
import io.tidemark.pricing.publish.Tranche;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToLongBiFunction;

/** The figures that are published for an hour or for its pool. The unit is the end of the name. */
@SuppressWarnings(
        "ImmutableEnumChecker") // The checker does not know that Set.of is immutable and that lambdas hold nothing.
public enum Outcome {
    /** Share of the capacity to mint as firm titles where nothing is forecast. */
    FIRM_SHARE_BPS(true, Set.of(Output.FIRM_SHARE_BPS), (pool, hour) -> said(hour.effects(), Output.FIRM_SHARE_BPS)),
    /** How sure of a lot the forecast must be for it to be minted as a firm title. */
    FIRM_CERTAINTY_BPS(
            true,
            Set.of(Output.FIRM_LOSS_BPS, Output.SPOT_WORTH_BPS),
            (pool, hour) -> Split.certaintyBps(
                    said(hour.effects(), Output.FIRM_LOSS_BPS), said(hour.effects(), Output.SPOT_WORTH_BPS))),
    /** The largest share of the capacity to mint as firm titles, whatever is forecast. */
    FIRM_CAP_BPS(true, Set.of(Output.FIRM_CAP_BPS), (pool, hour) -> said(hour.effects(), Output.FIRM_CAP_BPS)),
    /** What a GPU-hour is worth. */
    FAIR_TICKS(
            true,
            Set.of(Output.ANCHOR_TICKS, Output.FAIR_BPS, Output.REFERENCE_WEIGHT_BPS),
            (pool, hour) -> hour.fairTicks()),
    /** Where the ask ladder's curve starts, marked down. */
    ASK_FLOOR_TICKS(
            true,
            Set.of(Output.LADDER_FLOOR_BPS, Output.MARKDOWN_BPS, Output.AVOIDABLE_TICKS),
            (pool, hour) -> hour.asks().floorTicks()),
    /** Where the ask ladder's curve ends, marked down. */
    ASK_CAP_TICKS(
            true,
            Set.of(Output.LADDER_CAP_BPS, Output.MARKDOWN_BPS, Output.AVOIDABLE_TICKS),
            (pool, hour) -> hour.asks().capTicks()),
    /** Into how many tranches the ask ladder is cut. */
    TRANCHES(true, Set.of(Output.TRANCHES), (pool, hour) -> said(hour.effects(), Output.TRANCHES)),

    /** Share of the spot lots in the cheapest tranche. */
    FIRST_SHARE_BPS(
            false, Set.of(Output.FIRST_SHARE_BPS), (pool, hour) -> said(pool.effects(), Output.FIRST_SHARE_BPS)),
    /** Share of the spot lots in the second tranche. */
    SECOND_SHARE_BPS(
            false, Set.of(Output.SECOND_SHARE_BPS), (pool, hour) -> said(pool.effects(), Output.SECOND_SHARE_BPS)),
    /** Reserve of the first spot lots. */
    FIRST_RESERVE_TICKS(
            false,
            Set.of(Output.FIRST_PRICE_BPS),
            (pool, hour) -> pool.spotReserve().floorTicks()),
    /** Reserve of the spot lots behind the cheapest tranche. */
    SECOND_RESERVE_TICKS(
            false,
            Set.of(Output.SECOND_PRICE_BPS),
            (pool, hour) -> priceOf(pool.spotReserve(), said(pool.effects(), Output.FIRST_SHARE_BPS))),
    /** Reserve of the last spot lots. */
    REST_RESERVE_TICKS(
            false,
            Set.of(Output.REST_PRICE_BPS),
            (pool, hour) -> pool.spotReserve().capTicks()),

    /** Nothing trades below. */
    BAND_LOW_TICKS(
            false, Set.of(Output.BAND_LOW_BPS), (pool, hour) -> pool.band().lowTicks()),
    /** Nothing trades above. */
    BAND_HIGH_TICKS(
            false, Set.of(Output.BAND_HIGH_BPS), (pool, hour) -> pool.band().highTicks()),
    /** Half the width of the dynamic band. */
    DYNAMIC_BPS(false, Set.of(Output.DYNAMIC_BPS), (pool, hour) -> pool.band().dynamicBps()),
    MAKER_BPS(false, Set.of(Output.MAKER_BPS), (pool, hour) -> pool.fees().makerBps()),
    TAKER_BPS(false, Set.of(Output.TAKER_BPS), (pool, hour) -> pool.fees().takerBps()),
    /** How long before its end a reclaimed spot lease is told. */
    NOTICE_SECONDS(false, Set.of(Output.NOTICE_SECONDS), (pool, hour) -> pool.reclaimNoticeSeconds());

    private final boolean ofHour;
    private final Set<Output> sources;
    private final ToLongBiFunction<PoolPrices, HourPrices> figure;

    Outcome(boolean ofHour, Set<Output> sources, ToLongBiFunction<PoolPrices, HourPrices> figure) {
        this.ofHour = ofHour;
        this.sources = Set.copyOf(sources);
        this.figure = figure;
    }

    /** The name of the column, such as {@code "fair_ticks"}. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether each hour has one of its own; if not, the pool has one. */
    public boolean isOfHour() {
        return ofHour;
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
            case FIRST_RESERVE_TICKS, SECOND_RESERVE_TICKS, REST_RESERVE_TICKS, BAND_LOW_TICKS, BAND_HIGH_TICKS ->
                inputs.add(Output.ANCHOR_TICKS);
            default -> {
                // The others are what a table says.
            }
        }
        return inputs;
    }

    long of(PoolPrices pool, HourPrices hour) {
        return figure.applyAsLong(pool, hour);
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
