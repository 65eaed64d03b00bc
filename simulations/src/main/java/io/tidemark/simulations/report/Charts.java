package io.tidemark.simulations.report;

import io.tidemark.simulations.report.Series.Point;
import io.tidemark.simulations.report.Series.Quantity;
import io.tidemark.simulations.report.Svg.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The drawings over time, of one pool each. */
final class Charts {
    private final Series series;

    /** When the warm-up ends, epoch milliseconds; before the beginning if there is none. */
    private final long countedFrom;

    Charts(Series series, long countedFrom) {
        this.series = series;
        this.countedFrom = countedFrom;
    }

    private Scale time() {
        return new Scale(
                (double) series.from(), (double) Math.max(series.to(), series.from() + 1), Svg.LEFT, Svg.RIGHT);
    }

    private static Scale upTo(double largest) {
        return Scale.upTo(largest, Svg.BOTTOM, Svg.TOP);
    }

    private void shadeWarmup(Svg svg, Scale x) {
        if (countedFrom > series.from()) {
            double end = x.at((double) Math.min(countedFrom, series.to()));
            svg.rectangle("warmup", Svg.LEFT, Svg.TOP, end - Svg.LEFT, Svg.BOTTOM - Svg.TOP);
            svg.text("start", Svg.LEFT + 5, Svg.TOP + 13, "warm-up");
        }
    }

    /** Who has the lots: internal work at the bottom, then firm, spot, and what is idle. */
    String use() {
        List<List<Point>> layers = List.of(
                series.points(Quantity.INTERNAL),
                series.points(Quantity.INTERNAL, Quantity.FIRM),
                series.points(Quantity.INTERNAL, Quantity.FIRM, Quantity.SPOT),
                series.points(Quantity.INTERNAL, Quantity.FIRM, Quantity.SPOT, Quantity.IDLE));
        List<String> styles = List.of("internal", "firm", "spot", "idle");
        double most = layers.get(3).stream().mapToDouble(Point::mean).max().orElse(1);
        double mostBusy = layers.get(2).stream().mapToDouble(Point::high).max().orElse(1);
        Scale x = time();
        Scale y = upTo(Math.max(most, mostBusy));
        Svg svg = new Svg("Use of " + series.pool() + " over time");
        List<Place> below = layers.get(0).stream()
                .map(point -> new Place(x.at((double) point.time()), y.at(0)))
                .toList();
        for (int i = 0; i < layers.size(); i++) {
            List<Place> above = Svg.places(layers.get(i), x, y, Point::mean);
            svg.area(styles.get(i), above, below);
            below = above;
        }
        svg.valueAxis(y);
        svg.timeAxis(x);
        band(svg, layers.get(2), x, y, "busy");
        shadeWarmup(svg, x);
        for (int i = 0; i < layers.get(0).size(); i++) {
            hint(svg, x, layers, i);
        }
        return svg.end();
    }

    private static void hint(Svg svg, Scale x, List<List<Point>> layers, int place) {
        double internal = layers.get(0).get(place).mean();
        double firm = layers.get(1).get(place).mean();
        double spot = layers.get(2).get(place).mean();
        double all = layers.get(3).get(place).mean();
        long time = layers.get(0).get(place).time();
        svg.hint(
                x.at((double) time) - stripWidth(layers.get(0)) / 2,
                stripWidth(layers.get(0)),
                String.format(
                        Locale.ROOT,
                        "%s: internal %.1f, firm %.1f, spot %.1f, idle %.1f",
                        Text.time(time),
                        internal,
                        firm - internal,
                        spot - firm,
                        all - spot));
    }

    private static double stripWidth(List<Point> points) {
        return (Svg.RIGHT - Svg.LEFT) / points.size();
    }

    private static void band(Svg svg, List<Point> points, Scale x, Scale y, String style) {
        svg.area(style + "-band", Svg.places(points, x, y, Point::high), Svg.places(points, x, y, Point::low));
        svg.curve(style + "-line", Svg.places(points, x, y, Point::mean));
    }

    /** Firm and spot prices. */
    String prices() {
        List<Point> firm = series.points(Quantity.FIRM_PRICE);
        List<Point> spot = series.points(Quantity.SPOT_PRICE);
        List<Point> both = new ArrayList<>(firm);
        both.addAll(spot);
        Scale x = time();
        Scale y = upTo(both.stream().mapToDouble(Point::high).max().orElse(1));
        Svg svg = new Svg("Prices of " + series.pool() + " over time");
        svg.valueAxis(y);
        svg.timeAxis(x);
        shadeWarmup(svg, x);
        band(svg, firm, x, y, "firm");
        band(svg, spot, x, y, "spot");
        hints(svg, firm, x, "firm %.2f (%.2f to %.2f)");
        return svg.end();
    }

    /** What has been earned so far. */
    String revenue() {
        List<Point> earned = series.points(Quantity.REVENUE);
        Scale x = time();
        Scale y = upTo(earned.stream().mapToDouble(Point::high).max().orElse(1));
        Svg svg = new Svg("Cumulative revenue of " + series.pool());
        svg.valueAxis(y);
        svg.timeAxis(x);
        shadeWarmup(svg, x);
        band(svg, earned, x, y, "revenue");
        hints(svg, earned, x, "%,.0f USD (%,.0f to %,.0f)");
        return svg.end();
    }

    private static void hints(Svg svg, List<Point> points, Scale x, String pattern) {
        for (Point point : points) {
            svg.hint(
                    x.at((double) point.time()) - stripWidth(points) / 2,
                    stripWidth(points),
                    Text.time(point.time()) + ": "
                            + String.format(Locale.ROOT, pattern, point.mean(), point.low(), point.high()));
        }
    }
}
