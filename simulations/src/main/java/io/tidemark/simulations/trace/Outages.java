package io.tidemark.simulations.trace;

import io.tidemark.simulations.trace.TraceFormatException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A list of outages: {@code series,start,end}, in the local time of each series, the end not part of the outage. */
final class Outages {
    /** From {@code start} until before {@code end}, in milliseconds of the series' own clock. */
    record Window(long start, long end) {
        boolean contains(long at) {
            return at >= start && at < end;
        }
    }

    private final Path file;
    private final Map<String, List<Window>> series;

    private Outages(Path file, Map<String, List<Window>> series) {
        this.file = file;
        this.series = series;
    }

    static Outages read(Path file) throws IOException {
        Map<String, List<Window>> series = new TreeMap<>();
        try (CsvFile csv = CsvFile.open(file)) {
            if (!csv.header().contains("series")) {
                throw new TraceFormatException(
                        Reason.UNKNOWN_HEADER,
                        file,
                        1,
                        1,
                        "no list of outages: '" + String.join(",", csv.header()) + "'",
                        "series,start,end");
            }
            int name = csv.indexOf("series");
            int start = csv.indexOf("start");
            int end = csv.indexOf("end");
            for (Optional<CsvFile.Row> row = csv.nextRow(); row.isPresent(); row = csv.nextRow()) {
                Window window = new Window(row.get().time(start), row.get().time(end));
                if (window.end() <= window.start()) {
                    throw row.get()
                            .refuse(Reason.OUTAGE_BACKWARDS, end, "not after its start", "a time after the start");
                }
                series.computeIfAbsent(row.get().text(name), unused -> new ArrayList<>())
                        .add(window);
            }
        }
        return new Outages(file, series);
    }

    /** The windows of a series that must be in the list. */
    List<Window> of(String name) {
        List<Window> windows = series.get(name);
        if (windows == null) {
            throw new TraceFormatException(
                    Reason.UNKNOWN_SERIES,
                    file,
                    0,
                    0,
                    "no series '" + name + "'",
                    "one of " + String.join(", ", series.keySet()));
        }
        return List.copyOf(windows);
    }

    /**
     * The series whose name a trace's file name spells: all its words, in order, other words between them allowed, as
     * {@code philly_nodes} in {@code demand_philly_2017_nodes_5min.csv.gz}. Of several, the one with most words.
     */
    Optional<String> seriesOf(Path trace) {
        List<String> inName = words(String.valueOf(trace.getFileName()));
        List<String> best = new ArrayList<>();
        int most = 0;
        for (String candidate : series.keySet()) {
            List<String> spelled = words(candidate);
            if (spelled.size() < most || !appearInOrder(spelled, inName)) {
                continue;
            }
            if (spelled.size() > most) {
                best.clear();
                most = spelled.size();
            }
            best.add(candidate);
        }
        if (best.size() > 1) {
            throw new TraceFormatException(
                    Reason.AMBIGUOUS_SERIES,
                    file,
                    0,
                    0,
                    "the name of " + trace.getFileName() + " fits " + String.join(" and ", best),
                    "the series to be named by the caller");
        }
        return best.stream().findFirst();
    }

    private static List<String> words(String name) {
        return Arrays.stream(name.toLowerCase(Locale.ROOT).split("[^a-z0-9]+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static boolean appearInOrder(List<String> words, List<String> in) {
        Iterator<String> rest = in.iterator();
        for (String word : words) {
            boolean found = false;
            while (!found && rest.hasNext()) {
                found = rest.next().equals(word);
            }
            if (!found) {
                return false;
            }
        }
        return !words.isEmpty();
    }
}
