package io.tidemark.connectors.rest;

import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Lots;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.pool.Query.WhatWouldFill;
import io.tidemark.exchange.pool.View.CounterfactualView;
import org.jspecify.annotations.Nullable;

/**
 * Three ways in which a buy would fill at once, each with everything else unchanged, as figures and as sentences.
 *
 * @param leastLimitPerGpuHour absent if so many lots are not on offer
 * @param mostLots at the limit that it has; 0 if none would fill
 * @param nearestStart absent if it would fill at no other
 */
record WhatWouldFillBody(
        @Nullable String leastLimitPerGpuHour,
        String leastLimitSentence,
        long mostLots,
        String mostLotsSentence,
        @Nullable String nearestStart,
        String nearestStartSentence) {

    static WhatWouldFillBody of(WhatWouldFill asked, CounterfactualView view) {
        String lots = Lots.all(asked.lots());
        return new WhatWouldFillBody(
                Amounts.perGpuHour(view.leastLimit()),
                view.leastLimit() == 0
                        ? "At no limit: so many lots are not on offer in every hour of the window."
                        : "With a limit of " + Price.format(view.leastLimit()) + " USD per GPU-hour " + lots
                                + " would fill now.",
                view.mostLots(),
                mostLots(asked, view.mostLots()),
                view.nearestStart()
                        .map(DeliveryWindow::start)
                        .map(Hours::format)
                        .orElse(null),
                view.nearestStart()
                        .map(window -> "Starting at " + Hours.format(window.start()) + " " + lots + " would fill now.")
                        .orElse("At no other listed start would it fill at this limit."));
    }

    private static String mostLots(WhatWouldFill asked, long most) {
        String limit = "At the limit of " + Price.format(asked.limit()) + " USD per GPU-hour ";
        if (most == 0) {
            return limit + "no lot would fill now.";
        }
        return limit + most + " of " + Lots.format(asked.lots()) + " would fill now"
                + (asked.allOrNone() ? ", entered as an order for so many." : ".");
    }
}
