package io.tidemark.simulations.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * One pool over time, thinned to so few points that a year of hours in a hundred replications fits a page: each point is
 * the mean of its stretch of time.
 */
final class Series {
    /** More points than this cannot be told apart on a screen. */
    static final int MOST_POINTS = 320;

    private static final List<String> COLUMNS = List.of(
            "replication",
            "time",
            "pool",
            "internalLots",
            "queuedLots",
            "capacityLots",
            "firmLots",
            "spotLots",
            "idleLots",
            "firmPrice",
            "spotPrice",
            "revenueUsd");
    private static final int FIRST_VALUE = 3;

    private final String pool;
    private final Extent extent;
    private final NavigableMap<String, Cells> replications = new TreeMap<>();

    // The times of what fell into each stretch, since the beginning: a point stands at their mean.
    private final double[] timeSums = new double[MOST_POINTS];
    private final int[] timeCounts = new int[MOST_POINTS];

    private Series(String pool, Extent extent) {
        this.pool = pool;
        this.extent = extent;
    }

    /** What is drawn over time. */
    enum Quantity {
        INTERNAL(0),
        FIRM(3),
        SPOT(4),
        IDLE(5),
        FIRM_PRICE(6),
        SPOT_PRICE(7),
        REVENUE(8);

        private final int column;

        Quantity(int column) {
            this.column = column;
        }
    }

    /**
     * A point of a line.
     *
     * @param mean over the replications that have a value there
     * @param low the 5th percentile of the replications
     * @param high the 95th percentile of the replications
     */
    record Point(long time, double mean, double low, double high) {}

    /** From when to when a pool was recorded. */
    private static final class Extent {
        private long from = Long.MAX_VALUE;
        private long to = Long.MIN_VALUE;

        void add(long time) {
            from = Math.min(from, time);
            to = Math.max(to, time);
        }

        int place(long time) {
            long length = Math.max(1, to - from);
            return (int) Math.min(MOST_POINTS - 1, (time - from) * MOST_POINTS / length);
        }
    }

    /** Sums and counts of one replication, by stretch and column. */
    private static final class Cells {
        private static final int WIDTH = COLUMNS.size() - FIRST_VALUE;
        private final double[] sums = new double[MOST_POINTS * WIDTH];
        private final int[] counts = new int[MOST_POINTS * WIDTH];

        void add(int place, int column, double value) {
            sums[place * WIDTH + column] += value;
            counts[place * WIDTH + column]++;
        }

        double mean(int place, int column) {
            int cell = place * WIDTH + column;
            return counts[cell] == 0 ? Double.NaN : sums[cell] / counts[cell];
        }
    }

    /** Reads the series of all pools, by the name of the pool. */
    static List<Series> read(Path folder) throws IOException {
        Path file = folder.resolve("series.csv");
        NavigableMap<String, Extent> extents = new TreeMap<>();
        CsvTable.read(
                file,
                COLUMNS,
                row -> extents.computeIfAbsent(row.text(2), first -> new Extent())
                        .add(row.instant(1)));
        NavigableMap<String, Series> pools = new TreeMap<>();
        extents.forEach((pool, extent) -> pools.put(pool, new Series(pool, extent)));
        CsvTable.read(file, COLUMNS, row -> {
            Series series = pools.get(row.text(2));
            if (series != null) {
                series.add(row);
            }
        });
        return List.copyOf(pools.values());
    }

    private void add(CsvTable.Row row) {
        Cells cells = replications.computeIfAbsent(row.text(0), first -> new Cells());
        long time = row.instant(1);
        int place = extent.place(time);
        timeSums[place] += time - extent.from;
        timeCounts[place]++;
        for (int column = FIRST_VALUE; column < COLUMNS.size(); column++) {
            int value = column - FIRST_VALUE;
            if (value == Quantity.FIRM_PRICE.column || value == Quantity.SPOT_PRICE.column) {
                row.optionalNumber(column).ifPresent(price -> cells.add(place, value, price));
            } else {
                cells.add(place, value, row.number(column));
            }
        }
    }

    String pool() {
        return pool;
    }

    long from() {
        return extent.from;
    }

    long to() {
        return extent.to;
    }

    int replicationCount() {
        return replications.size();
    }

    /** The line of the sum of some quantities; a point is left out where no replication has one. */
    List<Point> points(Quantity... quantities) {
        List<Point> points = new ArrayList<>();
        for (int place = 0; place < MOST_POINTS; place++) {
            double[] values = valuesAt(place, quantities);
            if (values.length > 0) {
                points.add(new Point(
                        extent.from + Math.round(timeSums[place] / timeCounts[place]),
                        Arrays.stream(values).sum() / values.length,
                        quantile(values, 0.05),
                        quantile(values, 0.95)));
            }
        }
        return points;
    }

    private double[] valuesAt(int place, Quantity... quantities) {
        return replications.values().stream()
                .mapToDouble(cells -> {
                    double sum = 0;
                    for (Quantity quantity : quantities) {
                        sum += cells.mean(place, quantity.column);
                    }
                    return sum;
                })
                .filter(Double::isFinite)
                .sorted()
                .toArray();
    }

    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
