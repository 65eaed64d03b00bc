package io.tidemark.simulations.report;

import io.tidemark.simulations.report.Series.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** One drawing, written shape by shape. Colours come from the classes of the style sheet, so that they follow the theme. */
final class Svg {
    static final double WIDTH = 800;
    static final double HEIGHT = 258;
    static final double LEFT = 58;
    static final double RIGHT = WIDTH - 14;
    static final double TOP = 12;
    static final double BOTTOM = HEIGHT - 24;

    private final StringBuilder shapes = new StringBuilder();

    /** A place on the paper. */
    record Place(double x, double y) {}

    Svg(String label) {
        shapes.append("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
                .formatted((int) WIDTH, (int) HEIGHT, Text.escape(label)));
    }

    void rectangle(String style, double x, double y, double width, double height) {
        shapes.append(format(
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                style, x, y, Math.max(0, width), Math.max(0, height)));
    }

    /** A strip that shows a text when pointed at. */
    void hint(double x, double width, String text) {
        shapes.append(format(
                "<rect class=\"hint\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s</title></rect>",
                x, TOP, width, BOTTOM - TOP, Text.escape(text)));
    }

    void line(String style, double x1, double y1, double x2, double y2) {
        shapes.append(
                format("<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", style, x1, y1, x2, y2));
    }

    /** @param anchor start, middle or end */
    void text(String anchor, double x, double y, String text) {
        shapes.append(
                format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, Text.escape(text)));
    }

    void curve(String style, List<Place> places) {
        if (!places.isEmpty()) {
            shapes.append("<path class=\"").append(style).append("\" d=\"");
            append(places, 'M');
            shapes.append("\"/>");
        }
    }

    /** What lies between two curves of the same length. */
    void area(String style, List<Place> upper, List<Place> lower) {
        if (!upper.isEmpty()) {
            shapes.append("<path class=\"").append(style).append("\" d=\"");
            append(upper, 'M');
            append(reversed(lower), 'L');
            shapes.append("Z\"/>");
        }
    }

    private static List<Place> reversed(List<Place> places) {
        List<Place> reversed = new ArrayList<>(places);
        Collections.reverse(reversed);
        return reversed;
    }

    private void append(List<Place> places, char first) {
        char move = first;
        for (Place place : places) {
            shapes.append(move).append(format("%.1f %.1f", place.x(), place.y()));
            move = 'L';
        }
    }

    static List<Place> places(List<Point> points, Scale x, Scale y, ToDoubleFunction<Point> value) {
        return points.stream()
                .map(point -> new Place(x.at((double) point.time()), y.at(value.applyAsDouble(point))))
                .toList();
    }

    /** A horizontal line and a label for each round value. */
    void valueAxis(Scale y) {
        for (double tick : y.ticks()) {
            line("grid", LEFT, y.at(tick), RIGHT, y.at(tick));
            text("end", LEFT - 8, y.at(tick) + 4, Text.axis(tick));
        }
    }

    void timeAxis(Scale x) {
        TimeTicks.between((long) x.from(), (long) x.to()).forEach((time, label) -> {
            line("grid", x.at((double) time), TOP, x.at(time), BOTTOM);
            text("middle", x.at((double) time), BOTTOM + 18, label);
        });
    }

    String end() {
        return shapes.append("</svg>").toString();
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
