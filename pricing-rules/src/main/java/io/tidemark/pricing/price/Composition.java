package io.tidemark.pricing.price;

import io.tidemark.exchange.contract.Lots;
import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.facts.Limits;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.publish.Effect;
import io.tidemark.pricing.publish.HourPrices;
import io.tidemark.pricing.publish.Ladder;
import io.tidemark.pricing.publish.Output;
import io.tidemark.pricing.publish.PoolPrices;
import io.tidemark.pricing.publish.Step;
import io.tidemark.pricing.publish.Terms;
import io.tidemark.pricing.publish.Tranche;
import java.util.ArrayList;
import java.util.List;

/** The way of the fold, as numbers: what each step takes and comes to. */
final class Composition {
    private static final long WHOLE_BPS = 10_000;

    private final Effects effects;
    private final List<Step> steps = new ArrayList<>();

    private Composition(List<Effect> effects) {
        this.effects = new Effects(effects);
    }

    static List<Step> fairValue(HourFacts hour, HourPrices made) {
        Composition way = new Composition(made.effects());
        long anchor = way.effects.one(Output.ANCHOR_TICKS);
        long added = way.effects.sum(Output.FAIR_BPS);
        long factor = Math.max(0, WHOLE_BPS + added);
        long weight = way.effects.one(Output.REFERENCE_WEIGHT_BPS);
        way.add("factor_bps", WHOLE_BPS + " + " + added + ", at least 0", factor);
        way.add(
                "wanted_ticks",
                "(" + anchor + " x " + factor + " x " + (WHOLE_BPS - weight) + " + " + hour.referenceTicks() + " x "
                        + WHOLE_BPS + " x " + weight + ") / 100000000, half up",
                Fold.wantedFair(hour, way.effects));
        way.add("fair_ticks", way.allowed(Output.FAIR_TICKS), made.fairTicks());
        return way.steps;
    }

    static List<Step> ask(HourFacts hour, HourPrices made) {
        Composition way = new Composition(made.effects());
        way.end("floor", made.fairTicks(), Output.LADDER_FLOOR_BPS, Output.LADDER_FLOOR_TICKS);
        way.end("cap", made.fairTicks(), Output.LADDER_CAP_BPS, Output.LADDER_CAP_TICKS);
        way.add("firm_lots", "of " + hour.capacityLots() + " that can be delivered", made.firmLots());
        way.add("sold_lots", "in the hands of buyers", hour.soldLots());
        way.tranches(made.asks());
        return way.steps;
    }

    /** One end of the curve: wanted, and as the limits allow it. */
    private void end(String name, long fair, Output share, Output limit) {
        long floor = effects.atMostOne(Output.LADDER_FLOOR_TICKS).orElseGet(() -> Fold.wantedFloor(fair, effects));
        long wanted = share == Output.LADDER_FLOOR_BPS
                ? Fold.wantedFloor(fair, effects)
                : Fold.wantedCap(fair, floor, effects);
        add(
                "wanted_" + name + "_ticks",
                fair + " x " + effects.one(share) + " / " + WHOLE_BPS + ", brought down by "
                        + effects.one(Output.MARKDOWN_BPS) + " bps of what lies above "
                        + effects.one(Output.AVOIDABLE_TICKS) + ", each half up",
                wanted);
        add(name + "_ticks", allowed(limit), effects.atMostOne(limit).orElse(wanted));
    }

    static List<Step> reserve(PoolFacts facts, PoolPrices prices) {
        Composition way = new Composition(prices.effects());
        way.add(
                "spot_lots",
                "max(0, " + facts.usableLots() + " usable - " + facts.firmTitles() + " firm)",
                facts.spotLots());
        way.ofAnchor("wanted_first_ticks", Output.FIRST_PRICE_BPS);
        way.ofAnchor("wanted_second_ticks", Output.SECOND_PRICE_BPS);
        way.ofAnchor("wanted_rest_ticks", Output.REST_PRICE_BPS);
        way.add(
                "first_ticks",
                way.allowed(Output.LADDER_FLOOR_TICKS),
                prices.spotReserve().floorTicks());
        way.add(
                "rest_ticks",
                way.allowed(Output.LADDER_CAP_TICKS),
                prices.spotReserve().capTicks());
        way.tranches(prices.spotReserve());
        return way.steps;
    }

    static List<Step> band(Limits limits, PoolPrices prices) {
        Composition way = new Composition(prices.effects());
        long anchor = way.effects.one(Output.ANCHOR_TICKS);
        way.add(
                "low_ticks",
                "max(" + limits.floorTicks() + ", " + anchor + " x " + way.effects.one(Output.BAND_LOW_BPS) + " / "
                        + WHOLE_BPS + " half up)",
                prices.band().lowTicks());
        way.add(
                "high_ticks",
                "min(" + limits.capTicks() + ", " + anchor + " x " + way.effects.one(Output.BAND_HIGH_BPS) + " / "
                        + WHOLE_BPS + " half up)",
                prices.band().highTicks());
        way.add(
                "dynamic_bps",
                "of the reference of an hour, to both sides",
                prices.band().dynamicBps());
        return way.steps;
    }

    static List<Step> fees(PoolPrices prices) {
        Composition way = new Composition(prices.effects());
        for (Terms terms : prices.terms()) {
            way.add("maker_bps", from(terms), terms.makerBps());
            way.add("taker_bps", from(terms), terms.takerBps());
        }
        return way.steps;
    }

    static List<Step> limits(PoolPrices prices) {
        Composition way = new Composition(prices.effects());
        for (Terms terms : prices.terms()) {
            way.add("position_limit_bps", from(terms), terms.positionLimitBps());
            way.add("orders_per_second", from(terms), terms.ordersPerSecond());
            way.add("burst_orders", from(terms), terms.burstOrders());
        }
        return way.steps;
    }

    private static String from(Terms terms) {
        return "from " + terms.fromLotHours() + " lot-hours traded in thirty days, as the rule says";
    }

    static List<Step> buyBack(PoolPrices prices) {
        Composition way = new Composition(prices.effects());
        way.add(
                "ceiling_ticks",
                "min(" + prices.band().highTicks() + ", " + way.effects.one(Output.ANCHOR_TICKS) + " x "
                        + way.effects.one(Output.BUY_BACK_BPS) + " / " + WHOLE_BPS + " half up)",
                prices.buyBackTicks());
        return way.steps;
    }

    static List<Step> notice(PoolPrices prices) {
        Composition way = new Composition(prices.effects());
        way.add("notice_seconds", "as the rule says", prices.reclaimNoticeSeconds());
        return way.steps;
    }

    private void ofAnchor(String name, Output share) {
        add(
                name,
                effects.one(Output.ANCHOR_TICKS) + " x " + effects.one(share) + " / " + WHOLE_BPS + ", half up",
                Fold.wantedReserve(effects, share));
    }

    private void tranches(Ladder ladder) {
        for (Tranche tranche : ladder.tranches()) {
            add("tranche_ticks", Lots.format(tranche.lots()), tranche.ticks());
        }
    }

    /** What became of a wanted value: the limit's own words if it was changed. */
    private String allowed(Output limit) {
        return effects.all().stream()
                .filter(effect -> effect.output() == limit)
                .findFirst()
                .map(effect -> effect.input() + ", but " + effect.reason())
                .orElse("as wanted");
    }

    private void add(String name, String how, long value) {
        steps.add(new Step(name, how, value));
    }
}
