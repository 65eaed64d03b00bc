package io.tidemark.pricing.life;

import java.time.Instant;

/**
 * One thing that happened to a rule set.
 *
 * @param number 1 for the first, then without a gap
 * @param set the id of the rule set: the SHA-256 of its rules
 * @param content the SHA-256 of its sheets, the cases among them
 * @param operator who did it
 * @param note why, in a line; may be empty
 */
public record Entry(long number, Instant at, Action action, String set, String content, String operator, String note) {
    /** What can happen. */
    public enum Action {
        /** A market began with the tables of its configuration. */
        ADOPTED,
        /** It passed its check and may be activated by somebody else. */
        PROPOSED,
        /** A second person let it price. */
        ACTIVATED,
        /** The set that was active before prices again. */
        ROLLED_BACK
    }
}
