package io.tidemark.simulations.document;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Did you mean ...? */
public final class Nearest {
    private static final int LONGEST = 60;

    private Nearest() {}

    /** The known word that was probably meant: at most a third of it is different. */
    public static Optional<String> to(String word, Collection<String> known) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        return known.stream()
                .min(Comparator.<String>comparingInt(other -> distance(word, other))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(best -> distance(word, best) <= Math.max(1, (best.length() + 1) / 3));
    }

    /** Blind to case. */
    private static int distance(String one, String two) {
        return LevenshteinDistance.getDefaultInstance()
                .apply(one.toLowerCase(Locale.ROOT), two.toLowerCase(Locale.ROOT));
    }
}
