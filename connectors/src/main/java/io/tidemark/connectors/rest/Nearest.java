package io.tidemark.connectors.rest;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Did you mean …? */
final class Nearest {
    private static final int LONGEST = 100;

    private Nearest() {}

    /** The known words, the one most like {@code word} first. */
    static List<String> first(String word, Collection<String> known) {
        return known.stream()
                .sorted(Comparator.<String>comparingInt(other -> distance(word, other))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** The known word that was probably meant: at most a third of it is different. */
    static Optional<String> to(String word, Collection<String> known) {
        return first(word, known).stream()
                .findFirst()
                .filter(best -> distance(word, best) <= Math.max(1, best.length() / 3));
    }

    /** Blind to case. */
    private static int distance(String one, String two) {
        return one.length() > LONGEST
                ? one.length() // Whatever it is, it is no typing error, and the work is quadratic.
                : LevenshteinDistance.getDefaultInstance()
                        .apply(one.toLowerCase(Locale.ROOT), two.toLowerCase(Locale.ROOT));
    }
}
