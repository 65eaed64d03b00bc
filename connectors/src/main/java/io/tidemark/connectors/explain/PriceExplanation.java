package io.tidemark.connectors.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.facts.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why an hour of a pool costs what it costs, and what else is owed and taken.
 *
 * @param sentence the offer of the hour, for a buyer
 * @param effects what made the offer, in the order in which they applied
 * @param ticks the pricings that what is published now comes from: the last one, and the one whose offers stand
 * @param parts each thing that is published, with its own reason
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PriceExplanation(
        String pool,
        String hour,
        String sentence,
        List<RuleEffect> effects,
        List<TickFacts> ticks,
        List<PricePart> parts) {
    /**
     * What one rule did.
     *
     * @param rule table and row; {@code limits/...} for the limits in code
     * @param row the line of the table, the header being 1; 0 for the limits in code
     * @param input the facts it saw
     * @param effect what it spoke about and how much
     * @param output what it spoke about; the end of the name is the unit
     * @param reason the author's words
     */
    public record RuleEffect(
            String rule,
            String table,
            int row,
            String input,
            String effect,
            String output,
            long value,
            String reason) {}

    /**
     * A pricing, and what it saw.
     *
     * @param sequence the place of its publication in the journal of the pool
     * @param publishedAt market time of that
     * @param pricedAt the instant of the facts
     * @param hourFacts absent if it was not asked for the hour
     * @param recomputed whether it came to the same when it was computed again from the journal; absent where nobody did
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TickFacts(
            long sequence,
            String publishedAt,
            String pricedAt,
            String ruleSet,
            FactsOfPool poolFacts,
            @Nullable HourFacts hourFacts,
            @Nullable Recomputed recomputed) {
        TickFacts with(@Nullable Recomputed again) {
            return new TickFacts(sequence, publishedAt, pricedAt, ruleSet, poolFacts, hourFacts, again);
        }
    }

    /** What a pricing knew of the pool; {@code bps} are basis points, -1 is not known. */
    public record FactsOfPool(
            long usableLots, long firmTitles, long utilisationBps, long volatilityBps, Limits limits) {}

    /** What computing once more came to. */
    public enum Recomputed {
        /** Every figure is what was published. */
        THE_SAME,
        /** A figure is another one. */
        DIFFERENT
    }

    /**
     * One thing that is published.
     *
     * @param subject what it is
     * @param sequence of the pricing that it comes from; absent for what no rule says
     * @param steps the composition, to the tick; the last are what is published
     * @param effects what made it, the limits that cut it included
     * @param refusals why an earlier ladder stays in its place
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PricePart(
            String subject,
            @Nullable Long sequence,
            String sentence,
            List<PriceStep> steps,
            List<RuleEffect> effects,
            List<LadderRefusal> refusals) {}

    /** One number on the way; the end of the name is its unit. */
    public record PriceStep(String name, String how, long value) {}

    /** A ladder that broke a guard. */
    public record LadderRefusal(String guard, String detail) {}
}
