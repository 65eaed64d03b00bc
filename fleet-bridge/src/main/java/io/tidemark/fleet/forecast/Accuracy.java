package io.tidemark.fleet.forecast;

import java.util.List;

/**
 * How the forecasts at one lead turned out over the last eight weeks at most, each made before its outcome was seen.
 *
 * @param leadHours how many hours ahead
 * @param forecasts how many were made and are over
 * @param meanError mean size of the error in lots
 * @param bias mean error in lots: above zero where demand was forecast too low
 * @param asNowError what the mean size would be if the last hour's demand were taken for all later ones
 * @param lastWeekError what it would be if the demand of the same hour a week before were taken
 * @param judged of how many forecasts quantiles had been said
 * @param coverageBps how often the surplus reached each level of
 *     {@link io.tidemark.pricing.facts.SurplusOutlook#LEVELS_BPS}, in basis points of {@code judged}; empty if it is 0
 */
public record Accuracy(
        int leadHours,
        int forecasts,
        double meanError,
        double bias,
        double asNowError,
        double lastWeekError,
        int judged,
        List<Long> coverageBps) {
    public Accuracy {
        coverageBps = List.copyOf(coverageBps);
    }
}
