package io.tidemark.pricing.publish;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Lots;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Price;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Effects in a buyer's words. */
public final class Sentence {
    private static final int PERCENT_DECIMALS = 2;

    private Sentence() {}

    static String of(PoolId pool, HourPrices prices) {
        return worthOf(pool, prices) + "; " + offerOf(prices) + ".";
    }

    /** What an hour is worth, and why. */
    public static String worth(PoolId pool, HourPrices prices) {
        return worthOf(pool, prices) + ".";
    }

    /** What the operator offers of an hour. */
    public static String offer(HourPrices prices) {
        return capital(offerOf(prices)) + ".";
    }

    /** From which price on spot is let, and why. */
    public static String reserve(PoolPrices prices) {
        List<Tranche> tranches = prices.spotReserve().tranches();
        if (tranches.isEmpty()) {
            return "There are no spot lots now.";
        }
        List<String> parts = new ArrayList<>();
        for (Tranche tranche : tranches) {
            parts.add(Lots.format(tranche.lots()) + " from " + Price.format(tranche.ticks()));
        }
        return "Spot is let at no less than USD per GPU-hour: " + String.join(", ", parts)
                + because(prices, Output.FIRST_PRICE_BPS) + ".";
    }

    /** Between which prices anything may trade, and why. */
    public static String band(PoolPrices prices) {
        Band band = prices.band();
        return "Orders are taken from USD " + Price.format(band.lowTicks()) + " to " + Price.format(band.highTicks())
                + " per GPU-hour, and a trade further than " + percent(band.dynamicBps())
                + " from the last price of its hour waits for a call" + because(prices, Output.BAND_LOW_BPS) + ".";
    }

    /** What the exchange takes, and why. */
    public static String fees(PoolPrices prices) {
        List<String> parts = new ArrayList<>();
        for (Terms terms : prices.terms()) {
            String fee = percent(terms.makerBps()) + " for the order that was resting and " + percent(terms.takerBps())
                    + " for the one that came in";
            parts.add((parts.isEmpty() ? "" : "from " + terms.fromLotHours() + " lot-hours in thirty days on ")
                    + fee
                    + because(terms.effects(), Output.TAKER_BPS));
        }
        return "The fee is " + String.join("; ", parts) + ".";
    }

    /** How much one group may have of an hour, and how fast it may enter orders, and why. */
    public static String orderLimits(PoolPrices prices) {
        List<String> parts = new ArrayList<>();
        for (Terms terms : prices.terms()) {
            parts.add((parts.isEmpty() ? "" : "from " + terms.fromLotHours() + " lot-hours in thirty days on ")
                    + share(terms.positionLimitBps()) + " of an hour's lots, " + orders(terms.ordersPerSecond())
                    + " a second and " + terms.burstOrders() + " at once"
                    + because(terms.effects(), Output.POSITION_LIMIT_BPS));
        }
        return "One group may have " + String.join("; ", parts) + ".";
    }

    /** The most that the operator pays to get a title back, and why. */
    public static String buyBack(PoolPrices prices) {
        String what = prices.buyBackTicks() == 0
                ? "The operator buys no titles back"
                : "The operator buys titles back in the book for at most USD " + Price.format(prices.buyBackTicks())
                        + " per GPU-hour";
        return what + because(prices, Output.BUY_BACK_BPS) + ".";
    }

    /** How long before it ends a spot lease is told, and why. */
    public static String notice(PoolPrices prices) {
        return "A spot lease that is taken back is told " + prices.reclaimNoticeSeconds() + " seconds before, and pays"
                + " until it was told" + because(prices, Output.NOTICE_SECONDS) + ".";
    }

    private static String because(PoolPrices prices, Output output) {
        return because(prices.effects(), output);
    }

    private static String because(List<Effect> effects, Output output) {
        return effects.stream()
                .filter(effect -> effect.output() == output)
                .findFirst()
                .map(effect -> ", because " + effect.reason())
                .orElse("");
    }

    private static String capital(String phrase) {
        return phrase.substring(0, 1).toUpperCase(Locale.ROOT) + phrase.substring(1);
    }

    private static String worthOf(PoolId pool, HourPrices prices) {
        List<String> parts = new ArrayList<>();
        for (Effect effect : prices.effects()) {
            String part = part(effect);
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        return "A GPU-hour of " + pool + " from " + Hours.format(prices.hour()) + " UTC is worth USD "
                + Price.format(prices.fairTicks()) + ": " + String.join(", ", parts);
    }

    private static String part(Effect effect) {
        return switch (effect.output()) {
            case FIRM_LOTS ->
                "up to " + Lots.doing(effect.value(), "is", "are") + " sold ahead because " + effect.reason();
            case ANCHOR_TICKS -> "it starts at " + Price.format(effect.value()) + " because " + effect.reason();
            case FAIR_BPS ->
                effect.value() == 0 ? "" : signedPercent(effect.value()) + " of that because " + effect.reason();
            case REFERENCE_WEIGHT_BPS ->
                effect.value() == 0
                        ? ""
                        : "the last price weighs " + percent(effect.value()) + " because " + effect.reason();
            case FAIR_TICKS -> "held at " + Price.format(effect.value()) + " because " + effect.reason();
            case MARKDOWN_BPS ->
                effect.value() == 0
                        ? ""
                        : "the asks go " + percent(effect.value()) + " of the way down to cost because "
                                + effect.reason();
            default -> "";
        };
    }

    /** The way from the fair value to the best ask: the cheap end of the curve is sold, what is left starts higher up. */
    private static String offerOf(HourPrices prices) {
        Ladder asks = prices.asks();
        if (asks.tranches().isEmpty()) {
            return "the operator offers nothing";
        }
        long lots = asks.lots();
        return "the operator offers " + Lots.format(lots) + " from "
                + Price.format(asks.tranches().get(0).ticks()) + ": "
                + (lots == 1 ? "it is lot " : "the cheapest of them is lot ") + (prices.firmLots() - lots + 1) + " of "
                + prices.firmLots() + " on a curve from " + Price.format(asks.floorTicks()) + " to "
                + Price.format(asks.capTicks());
    }

    private static String orders(long count) {
        return count + (count == 1 ? " order" : " orders");
    }

    private static String share(long limitBps) {
        return limitBps == 0 ? "any number" : percent(limitBps);
    }

    private static String signedPercent(long bps) {
        return (bps > 0 ? "+" : "") + percent(bps);
    }

    private static String percent(long bps) {
        BigDecimal exact = BigDecimal.valueOf(bps, PERCENT_DECIMALS).stripTrailingZeros();
        return (exact.scale() < 0 ? exact.setScale(0) : exact).toPlainString() + " %";
    }
}
