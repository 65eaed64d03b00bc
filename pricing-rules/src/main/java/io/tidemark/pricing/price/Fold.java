package io.tidemark.pricing.price;

import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.facts.Limits;
import io.tidemark.pricing.publish.Band;
import io.tidemark.pricing.publish.Effect;
import io.tidemark.pricing.publish.HourPrices;
import io.tidemark.pricing.publish.Ladder;
import io.tidemark.pricing.publish.Output;
import io.tidemark.pricing.publish.Terms;
import io.tidemark.pricing.publish.Tranche;
import java.util.ArrayList;
import java.util.List;

/**
 * Effects into prices. What the rules want is computed by the {@code wanted} methods; where the {@link Limiter} added an
 * effect, that value stands instead. So the published effects alone give the published price.
 */
final class Fold {
    private static final long WHOLE_BPS = 10_000;

    private Fold() {}

    /** The prices of an hour from its effects, those of the limits included. */
    static HourPrices hour(HourFacts hour, List<Effect> sorted, Curve curve) {
        Effects effects = new Effects(sorted);
        long fair = effects.atMostOne(Output.FAIR_TICKS).orElseGet(() -> wantedFair(hour, effects));
        long floor = effects.atMostOne(Output.LADDER_FLOOR_TICKS).orElseGet(() -> wantedFloor(fair, effects));
        long cap = effects.atMostOne(Output.LADDER_CAP_TICKS).orElseGet(() -> wantedCap(fair, floor, effects));
        // What is sold stays sold, whatever is wanted now.
        long firm = Math.max(
                hour.soldLots(),
                effects.atMostOne(Output.FIRM_LOTS)
                        .orElseGet(() -> Split.shareOf(hour.capacityLots(), effects.one(Output.FIRM_SHARE_BPS))));
        int count = Math.toIntExact(effects.one(Output.TRANCHES));
        Ladder asks = new Ladder(floor, cap, curve.tranches(floor, cap, firm, hour.soldLots(), count));
        return new HourPrices(hour.hour(), firm, fair, asks, sorted);
    }

    /**
     * {@code anchor x (1 + sum of effects)}, mixed with the last price by its weight. Rounded once, half up, to a tick.
     */
    static long wantedFair(HourFacts hour, Effects effects) {
        long weight = effects.one(Output.REFERENCE_WEIGHT_BPS);
        long factor = Math.max(0, Math.addExact(WHOLE_BPS, effects.sum(Output.FAIR_BPS)));
        long model =
                Math.multiplyExact(Math.multiplyExact(effects.one(Output.ANCHOR_TICKS), factor), WHOLE_BPS - weight);
        long last = Math.multiplyExact(Math.multiplyExact(hour.referenceTicks(), WHOLE_BPS), weight);
        return halfUp(Math.addExact(model, last), WHOLE_BPS * WHOLE_BPS);
    }

    /** Where the curve starts: a share of the fair value, marked down. */
    static long wantedFloor(long fair, Effects effects) {
        return markedDown(share(fair, effects.one(Output.LADDER_FLOOR_BPS)), effects);
    }

    /** Where the curve ends: a share of the fair value, marked down; never below the floor. */
    static long wantedCap(long fair, long floor, Effects effects) {
        return Math.max(floor, markedDown(share(fair, effects.one(Output.LADDER_CAP_BPS)), effects));
    }

    /**
     * Some way down to the avoidable cost, that way rounded half up. Both ends of a curve go, not its start alone: the
     * lots that are left late are the dear ones.
     */
    private static long markedDown(long ticks, Effects effects) {
        long above = Math.max(0, ticks - effects.one(Output.AVOIDABLE_TICKS));
        return ticks - share(above, effects.one(Output.MARKDOWN_BPS));
    }

    /** The static band of the rules inside that of the operator. */
    static Band band(Effects effects, Limits limits) {
        long anchor = effects.one(Output.ANCHOR_TICKS);
        long low = Math.max(limits.floorTicks(), share(anchor, effects.one(Output.BAND_LOW_BPS)));
        long high = Math.min(limits.capTicks(), share(anchor, effects.one(Output.BAND_HIGH_BPS)));
        if (low > high) {
            throw new IllegalStateException(
                    "the band of the rules lies outside the limits of the pool: " + low + " ticks is above " + high);
        }
        return new Band(low, high, effects.one(Output.DYNAMIC_BPS));
    }

    /** What the effects on a group come to that traded so much. */
    static Terms terms(long fromLotHours, List<Effect> sorted) {
        Effects effects = new Effects(sorted);
        return new Terms(
                fromLotHours,
                effects.one(Output.MAKER_BPS),
                effects.one(Output.TAKER_BPS),
                effects.one(Output.POSITION_LIMIT_BPS),
                effects.one(Output.ORDERS_PER_SECOND),
                effects.one(Output.BURST_ORDERS),
                sorted);
    }

    /** A share of the anchor; never above what anybody may bid. */
    static long buyBackTicks(Effects effects, Band band) {
        return Math.min(band.highTicks(), share(effects.one(Output.ANCHOR_TICKS), effects.one(Output.BUY_BACK_BPS)));
    }

    static long noticeSeconds(Effects effects) {
        return effects.one(Output.NOTICE_SECONDS);
    }

    /** The reserve ladder from the pool's effects, those of the limits included. Lots up to a share round half up. */
    static Ladder reserve(Effects effects, long lots) {
        long first = effects.atMostOne(Output.LADDER_FLOOR_TICKS)
                .orElseGet(() -> wantedReserve(effects, Output.FIRST_PRICE_BPS));
        long rest = effects.atMostOne(Output.LADDER_CAP_TICKS)
                .orElseGet(() -> wantedReserve(effects, Output.REST_PRICE_BPS));
        long second = Math.max(first, Math.min(rest, wantedReserve(effects, Output.SECOND_PRICE_BPS)));
        long firstShare = effects.one(Output.FIRST_SHARE_BPS);
        long untilFirst = share(lots, firstShare);
        long untilSecond = share(lots, firstShare + effects.one(Output.SECOND_SHARE_BPS));
        List<Tranche> tranches = new ArrayList<>();
        append(tranches, first, untilFirst);
        append(tranches, second, untilSecond - untilFirst);
        append(tranches, rest, lots - untilSecond);
        return new Ladder(first, rest, tranches);
    }

    static long wantedReserve(Effects effects, Output price) {
        return share(effects.one(Output.ANCHOR_TICKS), effects.one(price));
    }

    /** Adds lots to the dear end; lots at the same price join its tranche, so that prices rise from one to the next. */
    static void append(List<Tranche> tranches, long ticks, long lots) {
        if (lots == 0) {
            return;
        }
        int last = tranches.size() - 1;
        if (last >= 0 && tranches.get(last).ticks() == ticks) {
            tranches.set(last, new Tranche(ticks, tranches.get(last).lots() + lots));
        } else {
            tranches.add(new Tranche(ticks, lots));
        }
    }

    private static long share(long whole, long bps) {
        return halfUp(Math.multiplyExact(whole, bps), WHOLE_BPS);
    }

    private static long halfUp(long numerator, long denominator) {
        return Math.floorDiv(Math.addExact(numerator, denominator / 2), denominator);
    }
}
