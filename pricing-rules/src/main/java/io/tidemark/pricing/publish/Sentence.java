package io.tidemark.pricing.publish;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Price;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The effects of an hour in a buyer's words. */
final class Sentence {
    private static final int PERCENT_DECIMALS = 2;

    private Sentence() {}

    static String of(PoolId pool, HourPrices prices) {
        List<String> parts = new ArrayList<>();
        for (Effect effect : prices.effects()) {
            String part = part(effect);
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        return "A GPU-hour of " + pool + " from " + Hours.format(prices.hour()) + " UTC is worth USD "
                + Price.format(prices.fairTicks()) + ": " + String.join(", ", parts) + "; " + offer(prices)
                + ".";
    }

    private static String part(Effect effect) {
        return switch (effect.output()) {
            case FIRM_LOTS ->
                "up to " + effect.value() + (effect.value() == 1 ? " lot is" : " lots are") + " sold ahead because "
                        + effect.reason();
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
    private static String offer(HourPrices prices) {
        Ladder asks = prices.asks();
        if (asks.tranches().isEmpty()) {
            return "the operator offers nothing";
        }
        long lots = asks.lots();
        return "the operator offers " + lots + (lots == 1 ? " lot from " : " lots from ")
                + Price.format(asks.tranches().get(0).ticks()) + ": "
                + (lots == 1 ? "it is lot " : "the cheapest of them is lot ") + (prices.firmLots() - lots + 1) + " of "
                + prices.firmLots() + " on a curve from " + Price.format(asks.floorTicks()) + " to "
                + Price.format(asks.capTicks());
    }

    private static String signedPercent(long bps) {
        return (bps > 0 ? "+" : "") + percent(bps);
    }

    private static String percent(long bps) {
        BigDecimal exact = BigDecimal.valueOf(bps, PERCENT_DECIMALS).stripTrailingZeros();
        return (exact.scale() < 0 ? exact.setScale(0) : exact).toPlainString() + " %";
    }
}
