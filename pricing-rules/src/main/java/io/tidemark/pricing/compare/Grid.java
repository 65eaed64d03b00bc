package io.tidemark.pricing.compare;

import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.outcome.Point;
import io.tidemark.pricing.publish.Output;
import io.tidemark.pricing.table.Dimension;
import io.tidemark.pricing.table.Dimension.Subject;
import io.tidemark.pricing.table.Row;
import io.tidemark.pricing.table.Table;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The cells that the boundaries of all tables of some rule sets cut, each by its lowest point. Within a cell the same rows
 * speak everywhere; only the last price still moves the outcome, so its point is the one nearest to the anchor of the
 * machine, which is where prices are.
 */
final class Grid {
    /** So many hours of one pool are priced in one session. */
    private static final int AT_ONCE = 1_000;

    private final Map<Dimension, List<Row.Band>> cells = new EnumMap<>(Dimension.class);
    private final List<Row.Band> groups;
    private final Map<Long, Long> anchors;
    private final long stride;

    private Grid(List<RuleSet> sets, long most) {
        anchors = anchors(sets.get(0));
        for (Dimension dimension : Dimension.values()) {
            cells.put(dimension, cells(dimension, sets));
        }
        groups = cells.getOrDefault(Dimension.TRADED_LOT_HOURS, List.of());
        // What a group is asked depends on no hour: it is compared by itself.
        cells.put(Dimension.TRADED_LOT_HOURS, groups.subList(0, 1));
        stride = stride(size(), most);
    }

    /** @param most how many cells are asked at most; of a larger grid one in so many is */
    static Grid of(List<RuleSet> sets, long most) {
        return new Grid(sets, most);
    }

    /** All cells, asked or not. */
    long size() {
        return cells.values().stream().mapToLong(List::size).reduce(1, Math::multiplyExact);
    }

    /** One in so many cells is asked; 1 if all are. */
    long stride() {
        return stride;
    }

    /** Gives out the points, those of one pool together. */
    void forEachBatch(Consumer<List<Point>> consumer) {
        long size = size();
        List<Point> batch = new ArrayList<>();
        // With a stride that shares no factor with the sizes of the dimensions, no cell of any of them is always
        // missed.
        for (long index = 0; index < size; index += stride) {
            Point point = at(index);
            if (batch.size() == AT_ONCE
                    || (!batch.isEmpty() && !batch.get(0).ofPool().equals(point.ofPool()))) {
                consumer.accept(batch);
                batch = new ArrayList<>();
            }
            batch.add(point);
        }
        if (!batch.isEmpty()) {
            consumer.accept(batch);
        }
    }

    /** The pool's dimensions are the slow digits of the index, so that hours of one pool come together. */
    private Point at(long index) {
        Map<Dimension, Row.Band> cell = new EnumMap<>(Dimension.class);
        long rest = index;
        for (Subject subject : List.of(Subject.GROUP, Subject.HOUR, Subject.POOL)) {
            for (Dimension dimension : Dimension.values()) {
                if (dimension.subject() == subject) {
                    List<Row.Band> its = cells.getOrDefault(dimension, List.of());
                    cell.put(dimension, its.get((int) (rest % its.size())));
                    rest /= its.size();
                }
            }
        }
        Map<Dimension, Long> values = new EnumMap<>(Dimension.class);
        cell.forEach((dimension, band) -> values.put(dimension, band.from()));
        Row.Band references = cell.getOrDefault(Dimension.REFERENCE_TICKS, new Row.Band(0, 1));
        long anchor = anchors.getOrDefault(values.getOrDefault(Dimension.SKU, 0L), 0L);
        values.put(Dimension.REFERENCE_TICKS, Math.max(references.from(), Math.min(references.to() - 1, anchor)));
        return new Point(values);
    }

    /** The points at which the terms of groups may differ: those of a kind of machine together, else as low as can be. */
    List<List<Point>> ofGroups() {
        List<List<Point>> all = new ArrayList<>();
        for (long sku = 0; sku < Dimension.SKU.end(); sku++) {
            List<Point> its = new ArrayList<>();
            for (Row.Band traded : groups) {
                Map<Dimension, Long> values = new EnumMap<>(Dimension.class);
                cells.forEach(
                        (dimension, bands) -> values.put(dimension, bands.get(0).from()));
                values.put(Dimension.SKU, sku);
                values.put(Dimension.TRADED_LOT_HOURS, traded.from());
                its.add(new Point(values));
            }
            all.add(its);
        }
        return all;
    }

    /** It shares no factor with the number of cells, so that no row of the grid is always stepped over. */
    private static long stride(long size, long most) {
        BigInteger all = BigInteger.valueOf(size);
        long stride = Math.floorDiv(size - 1, most) + 1;
        while (!all.gcd(BigInteger.valueOf(stride)).equals(BigInteger.ONE)) {
            stride++;
        }
        return stride;
    }

    private static List<Row.Band> cells(Dimension dimension, List<RuleSet> sets) {
        TreeSet<Long> boundaries = new TreeSet<>();
        boundaries.add(dimension.least());
        boundaries.add(dimension.end());
        for (RuleSet set : sets) {
            for (Table table : set.tables()) {
                int place = table.schema().dimensions().indexOf(dimension);
                if (place >= 0) {
                    table.rows().forEach(row -> {
                        boundaries.add(row.bands().get(place).from());
                        boundaries.add(row.bands().get(place).to());
                    });
                }
            }
        }
        List<Long> ends = List.copyOf(boundaries);
        List<Row.Band> cells = new ArrayList<>();
        for (int i = 1; i < ends.size(); i++) {
            cells.add(new Row.Band(ends.get(i - 1), ends.get(i)));
        }
        return cells;
    }

    private static Map<Long, Long> anchors(RuleSet set) {
        Map<Long, Long> anchors = new HashMap<>();
        for (Table table : set.tables()) {
            int anchor = table.schema().outputs().indexOf(Output.ANCHOR_TICKS);
            if (anchor >= 0) {
                table.rows()
                        .forEach(row -> anchors.put(
                                row.bands().get(0).from(), row.values().get(anchor)));
            }
        }
        return anchors;
    }
}
