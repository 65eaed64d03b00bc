package io.tidemark.simulations.report;

import io.tidemark.fleet.reliability.Survival;
import io.tidemark.fleet.reliability.Survival.Step;
import io.tidemark.simulations.report.Svg.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;

/** How long leases are left alone, drawn as stairs. */
final class SurvivalChart {
    private static final List<String> COLUMNS = List.of("replication", "pool", "startedAt", "lots", "seconds", "end");
    private static final int MOST_STEPS = 300;
    private static final double HOUR = 3_600;

    private SurvivalChart() {}

    static NavigableMap<String, Survival> read(Path folder, long countedFrom) throws IOException {
        NavigableMap<String, Survival> pools = new TreeMap<>();
        CsvTable.read(folder.resolve("leases.csv"), COLUMNS, row -> {
            long lots = Math.round(row.number(3));
            long seconds = Math.round(row.number(4));
            if (row.instant(2) >= countedFrom) {
                pools.computeIfAbsent(row.text(1), first -> new Survival())
                        .add(seconds, lots, "RECLAIMED".equals(row.text(5)));
            }
        });
        return pools;
    }

    static String draw(String pool, Survival survival) {
        Scale x = new Scale(0, Math.max(1, survival.longest()) / HOUR, Svg.LEFT, Svg.RIGHT);
        Scale y = new Scale(0, 100, Svg.BOTTOM, Svg.TOP);
        Svg svg = new Svg("Leased lots of " + pool + " not reclaimed, by age");
        svg.valueAxis(y);
        for (double tick : x.ticks()) {
            svg.line("grid", x.at(tick), Svg.TOP, x.at(tick), Svg.BOTTOM);
            svg.text("middle", x.at(tick), Svg.BOTTOM + 18, Text.axis(tick));
        }
        List<Step> steps = thinned(survival.steps());
        svg.area("spot-band", stairs(steps, x, y, Bound.HIGH), stairs(steps, x, y, Bound.LOW));
        svg.curve("spot-line", stairs(steps, x, y, Bound.SHARE));
        return svg.end();
    }

    private enum Bound {
        LOW,
        SHARE,
        HIGH;

        double of(Step step) {
            return switch (this) {
                case LOW -> step.low();
                case SHARE -> step.share();
                case HIGH -> step.high();
            };
        }
    }

    private static List<Place> stairs(List<Step> steps, Scale x, Scale y, Bound bound) {
        List<Place> places = new ArrayList<>();
        double level = y.at(100);
        places.add(new Place(x.at(0), level));
        for (Step step : steps) {
            double at = x.at(step.seconds() / HOUR);
            places.add(new Place(at, level));
            level = y.at(100 * bound.of(step));
            places.add(new Place(at, level));
        }
        places.add(new Place(x.at(x.to()), level));
        return places;
    }

    private static List<Step> thinned(List<Step> steps) {
        int every = Math.max(1, (steps.size() + MOST_STEPS - 1) / MOST_STEPS);
        List<Step> kept = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            if ((i + 1) % every == 0 || i == steps.size() - 1) {
                kept.add(steps.get(i));
            }
        }
        return kept;
    }

    /** In words, for the ages that buyers ask for. */
    static String inWords(Survival survival) {
        StringBuilder words = new StringBuilder();
        for (long hours : new long[] {1, 6, 24, 168}) {
            long seconds = hours * 3_600;
            if (seconds <= survival.longest()) {
                words.append(
                        String.format(Locale.ROOT, "%.2f %% after %d h, ", 100 * survival.shareAt(seconds), hours));
            }
        }
        String ages = words.isEmpty() ? "" : "Not reclaimed: " + words.substring(0, words.length() - 2) + ". ";
        return String.format(
                Locale.ROOT,
                "%s%,d lots started after the warm-up, %,d reclaimed; other ends, and lots that still run, are censored. Shaded: 95 %% interval.",
                ages,
                survival.lots(),
                survival.reclaimedLots());
    }
}
