package io.tidemark.connectors.fix;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What names an execution report: the command that caused it, and which report of it this is. The same journal gives the
 * same ids, so a report that is made again is known by its id.
 *
 * @param sequence of the command in its pool
 * @param index among the reports of the command to one session, from 1
 */
record ExecId(String pool, long sequence, int index) {
    private static final Pattern TEXT = Pattern.compile("([A-Z0-9]+\\.[A-Z0-9]+)-([0-9]{1,18})-([0-9]{1,9})");

    static Optional<ExecId> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new ExecId(
                        matcher.group(1), Long.parseLong(matcher.group(2)), Integer.parseInt(matcher.group(3))))
                : Optional.empty();
    }

    /** Whether this one is not before the other, of the same pool. */
    boolean reaches(ExecId other) {
        return sequence > other.sequence || (sequence == other.sequence && index >= other.index);
    }

    @Override
    public String toString() {
        return pool + "-" + sequence + "-" + index;
    }
}
