package io.tidemark.pricing.check;

import io.tidemark.pricing.outcome.Outcome;
import io.tidemark.pricing.outcome.Point;
import io.tidemark.pricing.sheet.Line;
import java.util.Map;

/**
 * A golden case: at a point of the facts, what should come out.
 *
 * @param line where it stands
 * @param expected at least one outcome; the case says nothing about the others
 */
record Case(Line line, String name, Point point, Map<Outcome, Long> expected) {
    Case {
        expected = Map.copyOf(expected);
    }
}
