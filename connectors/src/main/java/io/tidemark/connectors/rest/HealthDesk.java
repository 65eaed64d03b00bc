package io.tidemark.connectors.rest;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What there is to say of the health of every part, in the order in which one would look. */
@FunctionalInterface
public interface HealthDesk {
    /** Looks at every part now; answers in a moment and never throws. */
    List<Part> parts();

    /** How a part is, from good to bad. */
    enum Level {
        /** Nothing to do. */
        OK,
        /** The market goes on, but somebody should look. */
        DEGRADED,
        /** The market, or a part without which it cannot go on, stands still. */
        DOWN
    }

    /**
     * A part of the market.
     *
     * @param name such as {@code journal}
     * @param finding what there is to know, a sentence
     * @param remedy what to do; empty if nothing
     */
    record Part(String name, Level level, String finding, String remedy, Map<String, String> facts) {
        /** A part that is well. */
        public static Part ok(String name, String finding, Map<String, String> facts) {
            return new Part(name, Level.OK, finding, "", facts);
        }
    }

    /** As bad as the worst of the parts. */
    static Level overall(List<Part> parts) {
        return parts.stream().map(Part::level).max(Comparator.naturalOrder()).orElse(Level.OK);
    }
}
