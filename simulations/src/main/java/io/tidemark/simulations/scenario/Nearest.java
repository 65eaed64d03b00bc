package io.tidemark.simulations.scenario;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Did you mean ...? */
final class Nearest {
    private static final int LONGEST = 60;

    private Nearest() {}

    /** The known word that was probably meant: at most a third of it is different. */
    static Optional<String> to(String word, Collection<String> known) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        return known.stream()
                .min(Comparator.<String>comparingInt(other -> distance(word, other))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(best -> distance(word, best) <= Math.max(1, (best.length() + 1) / 3));
    }

    /** Levenshtein's distance, blind to case. */
    private static int distance(String one, String two) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = two.toLowerCase(Locale.ROOT);
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
