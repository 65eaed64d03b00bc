package io.tidemark.pricing.publish;

import java.util.Comparator;

/**
 * What one rule says about one pool or hour. Effects are the explanation of a price: from them alone, and the lots of the
 * hour, it can be computed again.
 *
 * @param ruleId table and row, such as {@code "utilisation/4"}
 * @param table the table the rule was written in, or {@code "limits"} for the limits in code
 * @param row the line of the table as its author sees it, the header being 1; 0 for the limits in code
 * @param hour the epoch hour it is about, or {@link #WHOLE_POOL}
 * @param output what it speaks about; the end of the name is the unit
 * @param value how much
 * @param input the facts it saw, such as {@code "utilisation_bps=9100 lead_minutes=40"}
 * @param reason the author's words: the end of a sentence that starts with "because"
 */
public record Effect(
        String ruleId, String table, int row, long hour, Output output, long value, String input, String reason)
        implements Comparable<Effect> {
    /** In place of an hour: the effect is about every hour of the pool. */
    public static final long WHOLE_POOL = -1;

    private static final Comparator<Effect> ORDER = Comparator.comparing(Effect::output)
            .thenComparing(Effect::table)
            .thenComparingInt(Effect::row)
            .thenComparingLong(Effect::hour)
            .thenComparingLong(Effect::value)
            .thenComparing(Effect::input);

    /** By group, then as the outputs are declared, then by table and row: never by the order in which rules fired. */
    @Override
    public int compareTo(Effect other) {
        return ORDER.compare(this, other);
    }

    public Group group() {
        return output.group();
    }
}
