package io.tidemark.exchange.pool;

/**
 * Who let a rule set price.
 *
 * @param ruleSet its hash
 * @param proposedBy who proposed it
 * @param activatedBy who activated it, or went back to it
 * @param activatedAt when, in real time, epoch milliseconds
 * @param note why, in a line; may be empty
 */
public record RuleActivation(String ruleSet, String proposedBy, String activatedBy, long activatedAt, String note) {
    /** The longest text of an activation, in characters. */
    public static final int MAX_CHARACTERS = 256;

    boolean isTooLong() {
        return Math.max(Math.max(ruleSet.length(), note.length()), Math.max(proposedBy.length(), activatedBy.length()))
                > MAX_CHARACTERS;
    }
}
