package io.tidemark.fleet.driver.slurm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Slurm's short way to write many nodes: {@code hgx[1-3,7],nvl1-[01-18]}. */
final class HostList {
    private static final Pattern FIRST_BRACKET = Pattern.compile("([^\\[\\]]*)\\[([0-9,-]+)](.*)");
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,9})(?:-([0-9]{1,9}))?");
    private static final int MOST = 100_000;

    private HostList() {}

    /**
     * The names, in the order in which they are written; none for an empty text.
     *
     * @throws IllegalArgumentException if it is no such list
     */
    static List<String> expand(String text) {
        List<String> names = new ArrayList<>();
        int from = 0;
        int depth = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? ',' : text.charAt(i);
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (c == ',' && (depth == 0 || i == text.length())) {
                expandOne(text.substring(from, i).strip(), names, text);
                from = i + 1;
            }
        }
        return names;
    }

    private static void expandOne(String part, List<String> names, String whole) {
        if (part.isEmpty()) {
            return;
        }
        Matcher bracket = FIRST_BRACKET.matcher(part);
        if (!bracket.matches()) {
            if (part.contains("[") || part.contains("]") || names.size() >= MOST) {
                throw new IllegalArgumentException("not a list of nodes like hgx[1-3,7],nvl1-[01-18]: '" + whole + "'");
            }
            names.add(part);
            return;
        }
        for (String range : bracket.group(2).split(",", -1)) {
            Matcher ends = RANGE.matcher(range);
            if (!ends.matches()) {
                throw new IllegalArgumentException("not a range of nodes: '" + range + "' in '" + whole + "'");
            }
            int first = Integer.parseInt(ends.group(1));
            int last = ends.group(2) == null ? first : Integer.parseInt(ends.group(2));
            int width = ends.group(1).length();
            if (last < first || last - first > MOST) {
                throw new IllegalArgumentException("not a range of nodes: '" + range + "' in '" + whole + "'");
            }
            for (int number = first; number <= last; number++) {
                String digits = String.format(Locale.ROOT, "%0" + width + "d", number);
                expandOne(bracket.group(1) + digits + bracket.group(3), names, whole);
            }
        }
    }
}
