package io.tidemark.simulations.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;

/** How many lot-hours were sold at which price, firm and spot beside each other. */
final class Prices {
    private static final List<String> COLUMNS = List.of("pool", "kind", "pricePerGpuHour", "lotHours");
    private static final int MOST_BARS = 36;

    private final NavigableMap<String, NavigableMap<Double, Double>> lotHours = new TreeMap<>();

    static NavigableMap<String, Prices> read(Path folder) throws IOException {
        NavigableMap<String, Prices> pools = new TreeMap<>();
        CsvTable.read(
                folder.resolve("prices.csv"),
                COLUMNS,
                row -> pools.computeIfAbsent(row.text(0), first -> new Prices())
                        .lotHours
                        .computeIfAbsent(row.text(1).toLowerCase(Locale.ROOT), first -> new TreeMap<>())
                        .merge(row.number(2), row.number(3), Double::sum));
        return pools;
    }

    /** Bars of one width, firm beside spot, each as a share of what was sold of its kind. */
    String histogram(String pool) {
        double dearest = lotHours.values().stream()
                .mapToDouble(NavigableMap::lastKey)
                .max()
                .orElse(1);
        double width = barWidth(dearest);
        int bars = (int) StrictMath.floor(dearest / width + 1e-9) + 1;
        Scale x = new Scale(0, bars * width, Svg.LEFT, Svg.RIGHT);
        double most = lotHours.keySet().stream()
                .mapToDouble(kind -> highest(kind, bars, width))
                .max()
                .orElse(1);
        Scale y = Scale.upTo(100 * most, Svg.BOTTOM, Svg.TOP);
        Svg svg = new Svg("Prices paid in " + pool);
        svg.valueAxis(y);
        for (double tick : x.ticks()) {
            svg.text("middle", x.at(tick), Svg.BOTTOM + 18, Text.axis(tick));
        }
        int kind = 0;
        for (String name : lotHours.keySet()) {
            double[] shares = shares(name, bars, width);
            double thick = (x.at(width) - x.at(0)) / lotHours.size();
            for (int bar = 0; bar < bars; bar++) {
                double top = y.at(100 * shares[bar]);
                svg.rectangle(
                        "firm".equals(name) ? "firm" : "spot",
                        x.at(bar * width) + kind * thick + 0.5,
                        top,
                        thick - 1,
                        Svg.BOTTOM - top);
            }
            kind++;
        }
        return svg.end();
    }

    private static double barWidth(double dearest) {
        double width = 0.01;
        double[] growth = {2, 2.5, 2};
        for (int i = 0; dearest / width > MOST_BARS; i++) {
            width *= growth[i % growth.length];
        }
        return width;
    }

    private double highest(String kind, int bars, double width) {
        double highest = 0;
        for (double share : shares(kind, bars, width)) {
            highest = Math.max(highest, share);
        }
        return highest;
    }

    private double[] shares(String kind, int bars, double width) {
        double[] shares = new double[bars];
        double all = 0;
        for (var entry : lotHours.getOrDefault(kind, new TreeMap<>()).entrySet()) {
            int bar = (int) StrictMath.floor(entry.getKey() / width + 1e-9);
            shares[Math.min(bars - 1, bar)] += entry.getValue();
            all += entry.getValue();
        }
        for (int bar = 0; bar < bars && all > 0; bar++) {
            shares[bar] /= all;
        }
        return shares;
    }
}
