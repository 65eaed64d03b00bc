package io.tidemark.pricing.publish;

import java.util.List;

/**
 * Why one thing that a tick published is what it is: for a buyer as a sentence, for a program as numbers.
 *
 * @param sentence for a buyer, with units
 * @param steps the composition; the last steps are what is published
 * @param effects what made it, those of the limits that cut it included, in the order of {@link Effect#compareTo}
 * @param refusals where a ladder broke a guard: then an earlier one stays, and the steps tell the one that was refused
 */
public record Reason(Subject subject, String sentence, List<Step> steps, List<Effect> effects, List<Refusal> refusals) {
    /** What can be asked about. The first two are of an hour, the others of its pool. */
    public enum Subject {
        /** What a GPU-hour is worth: the reference of an hour that has not traded. */
        FAIR_VALUE,
        /** The operator's offer. */
        ASK,
        /** The least price of spot. */
        SPOT_RESERVE,
        /** Between which prices anything may trade. */
        BAND,
        /** What the exchange takes. */
        FEES,
        /** How much one group may have of an hour, and how fast it may enter orders. */
        ORDER_LIMITS,
        /** How long before it ends a spot lease is told. */
        RECLAIM_NOTICE,
        /** The most that the operator pays to get a title back. */
        BUY_BACK
    }

    public Reason {
        steps = List.copyOf(steps);
        effects = List.copyOf(effects);
        refusals = List.copyOf(refusals);
    }
}
