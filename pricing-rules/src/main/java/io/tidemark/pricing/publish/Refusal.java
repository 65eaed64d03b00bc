package io.tidemark.pricing.publish;

/**
 * A ladder that broke a guard and is not published.
 *
 * @param hour the epoch hour, or {@link Effect#WHOLE_POOL} for the spot reserve
 * @param detail what broke it, with the numbers
 */
public record Refusal(long hour, Guard guard, String detail) {
    /** What a ladder must keep. Checked from top to bottom; the first that is broken is reported. */
    public enum Guard {
        /** Prices rise from tranche to tranche. */
        MONOTONE,
        /** Every price lies in the static band. */
        INSIDE_STATIC_BAND,
        /** No price moves further in one tick than the largest step. */
        LARGEST_STEP,
        /** No more lots than there are. */
        LOTS_ON_HAND
    }
}
