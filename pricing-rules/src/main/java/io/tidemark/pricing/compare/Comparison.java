package io.tidemark.pricing.compare;

import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.outcome.Outcome;
import io.tidemark.pricing.outcome.Outcomes;
import io.tidemark.pricing.outcome.Point;
import io.tidemark.pricing.price.Pricer;
import io.tidemark.pricing.table.Dimension.Subject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is different in a second rule set.
 *
 * @param rows tables in their order
 * @param moves the outcomes that move, in their order
 * @param cells how many cells of the grid were asked
 * @param oneIn 1 if all cells were asked, else one in so many was
 */
public record Comparison(List<RowChange> rows, List<Move> moves, long cells, long oneIn) {
    /** Some seconds of pricing, and many times what the tables that come with this module need. */
    private static final long MOST_CELLS = 250_000;

    public Comparison {
        rows = List.copyOf(rows);
        moves = List.copyOf(moves);
    }

    /**
     * An outcome that is not the same everywhere.
     *
     * @param moved in how many cells it is different; of a figure of the pool, in how many states of a pool; of one of
     *     groups, for how many kinds of machine and tiers
     * @param asked how many were asked
     * @param where the point of the largest move
     * @param from the figure there by the first set, in the unit of the outcome
     * @param to and by the second
     */
    public record Move(Outcome outcome, long moved, long asked, Point where, long from, long to) {}

    /** Counts one outcome. */
    private static final class Tally {
        private long moved;
        private long asked;
        private Optional<Move> largest = Optional.empty();

        void see(Outcome outcome, Point where, long from, long to) {
            asked++;
            if (from != to) {
                moved++;
                if (largest.isEmpty()
                        || Math.abs(to - from)
                                > Math.abs(largest.get().to() - largest.get().from())) {
                    largest = Optional.of(new Move(outcome, 0, 0, where, from, to));
                }
            }
        }

        Optional<Move> move() {
            return largest.map(move -> new Move(move.outcome(), moved, asked, move.where(), move.from(), move.to()));
        }
    }

    /** Compares two rule sets; for grids of many cells this takes seconds. */
    public static Comparison of(RuleSet from, RuleSet to) {
        return of(from, to, MOST_CELLS);
    }

    static Comparison of(RuleSet from, RuleSet to, long mostCells) {
        List<RowChange> rows = new ArrayList<>();
        for (int i = 0; i < from.tables().size(); i++) {
            rows.addAll(RowChange.between(from.tables().get(i), to.tables().get(i)));
        }
        Grid grid = Grid.of(List.of(from, to), mostCells);
        Map<Outcome, Tally> tallies = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            tallies.put(outcome, new Tally());
        }
        Pricer before = new Pricer(from);
        Pricer after = new Pricer(to);
        Set<List<Long>> pools = new HashSet<>();
        long[] cells = {0};
        grid.forEachBatch(points -> {
            List<Outcomes> was = Outcomes.at(before, points);
            List<Outcomes> is = Outcomes.at(after, points);
            boolean newPool = pools.add(points.get(0).ofPool());
            cells[0] += points.size();
            for (int i = 0; i < points.size(); i++) {
                see(tallies, Subject.HOUR, points.get(i), was.get(i), is.get(i));
                if (newPool && i == 0) {
                    see(tallies, Subject.POOL, points.get(i), was.get(i), is.get(i));
                }
            }
        });
        for (List<Point> points : grid.ofGroups()) {
            List<Outcomes> was = Outcomes.at(before, points);
            List<Outcomes> is = Outcomes.at(after, points);
            for (int i = 0; i < points.size(); i++) {
                see(tallies, Subject.GROUP, points.get(i), was.get(i), is.get(i));
            }
        }
        List<Move> moves = new ArrayList<>();
        tallies.values().forEach(tally -> tally.move().ifPresent(moves::add));
        return new Comparison(rows, moves, cells[0], grid.stride());
    }

    private static void see(Map<Outcome, Tally> tallies, Subject subject, Point where, Outcomes was, Outcomes is) {
        tallies.forEach((outcome, tally) -> {
            if (outcome.subject() == subject) {
                tally.see(outcome, where, was.of(outcome), is.of(outcome));
            }
        });
    }
}
