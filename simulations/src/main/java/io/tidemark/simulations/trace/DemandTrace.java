package io.tidemark.simulations.trace;

import io.tidemark.simulations.trace.TraceFormatException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a real cluster used, sample by sample, on its own clock. Each sample holds until the next is due.
 *
 * <p>Two formats are read, by the names in the header and whatever other columns stand beside them:
 *
 * <ul>
 *   <li>{@code timestamp,gpus_in_use,gpus_queued,gpus_total}: Helios, five-minute or hourly, and the Philly replay
 *   <li>{@code timestamp,nodes_in_use,nodes_total}: Philly servers; nothing is known of a queue
 * </ul>
 *
 * <p>Plain or gzip ({@code .gz}). Times are local wall times and stay so: a trace is laid along the market's clock by an
 * offset, never converted. More in use than there is, is refused however little it is: none of the public files has such
 * a row, so one that does is not what it claims to be. Missing samples are allowed as whole steps, up to a week.
 */
public final class DemandTrace {
    private static final int LARGEST_SIZE = 2_000_000;
    private static final long LONGEST_GAP = Duration.ofDays(7).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();

    /** Below this share of its machines a cluster is taken to be down, whatever the list of outages says. */
    private static final int OUTAGE_PERCENT = 15;

    /**
     * What was in force at an instant of a trace.
     *
     * @param ageMillis how long ago the sample stopped to hold; 0 except in a gap
     * @param inUse GPUs or nodes in use, from 0 to {@code total}
     * @param queued GPUs or nodes that queued work asked for; it may exceed {@code total}
     * @param total GPUs or nodes there were, positive
     * @param outage whether the cluster was down
     */
    record Reading(long ageMillis, long inUse, long queued, long total, boolean outage) {}

    private final Samples samples;
    private final long stepMillis;
    private final List<Outages.Window> outages;
    private final Optional<String> outageSeries;

    private DemandTrace(Samples samples, long stepMillis, List<Outages.Window> outages, Optional<String> outageSeries) {
        this.samples = samples;
        this.stepMillis = stepMillis;
        this.outages = outages;
        this.outageSeries = outageSeries;
    }

    /**
     * Reads a trace. A list of outages is searched for the series that the trace's file name spells; if it has none, only
     * the share in use tells an outage, and {@link #outageSeries()} is empty.
     *
     * @throws IOException if a file cannot be read
     * @throws TraceFormatException if a file is not what it should be
     */
    public static DemandTrace read(Path file, Optional<Path> outages) throws IOException {
        Samples samples = Samples.read(file, LARGEST_SIZE);
        if (outages.isEmpty()) {
            return new DemandTrace(samples, step(file, samples), List.of(), Optional.empty());
        }
        Outages list = Outages.read(outages.get());
        Optional<String> series = list.seriesOf(file);
        return new DemandTrace(
                samples, step(file, samples), series.map(list::of).orElse(List.of()), series);
    }

    /**
     * Reads a trace whose outages are those of a named series.
     *
     * @throws IOException if a file cannot be read
     * @throws TraceFormatException if a file is not what it should be, or the list has no such series
     */
    public static DemandTrace read(Path file, Path outages, String series) throws IOException {
        Samples samples = Samples.read(file, LARGEST_SIZE);
        return new DemandTrace(
                samples, step(file, samples), Outages.read(outages).of(series), Optional.of(series));
    }

    /** The series of the list of outages that belongs to this trace, if there is one. */
    public Optional<String> outageSeries() {
        return outageSeries;
    }

    /** How many samples there are; two at least. */
    public int size() {
        return samples.size();
    }

    /** The usual distance of two samples, in milliseconds. */
    public long stepMillis() {
        return stepMillis;
    }

    /** From the first sample until the last has held for its step, in milliseconds. */
    public long lengthMillis() {
        return samples.at(samples.size() - 1) - samples.at(0) + stepMillis;
    }

    /**
     * After how long the trace begins again, in milliseconds: its whole days, so that the hours of the day stay where
     * they are; a trace shorter than a day repeats as it is. Weekdays shift unless it has whole weeks.
     */
    public long repeatMillis() {
        return lengthMillis() < DAY ? lengthMillis() : lengthMillis() / DAY * DAY;
    }

    /**
     * What was in force so long after the first sample.
     *
     * @param offsetMillis from 0 to before {@link #lengthMillis()}
     */
    Reading reading(long offsetMillis) {
        if (offsetMillis < 0 || offsetMillis >= lengthMillis()) {
            throw new IllegalArgumentException(
                    "the trace is " + lengthMillis() + " ms long, there is nothing at " + offsetMillis);
        }
        long at = samples.at(0) + offsetMillis;
        int i = samples.inForceAt(at);
        long age = Math.max(0, at - samples.at(i) - stepMillis);
        boolean nearlyEmpty = samples.inUse(i) * 100 < samples.total(i) * OUTAGE_PERCENT;
        boolean outage = nearlyEmpty || outages.stream().anyMatch(window -> window.contains(at));
        return new Reading(age, samples.inUse(i), samples.queued(i), samples.total(i), outage);
    }

    /**
     * The most frequent distance of neighbours, the smaller of equals. Not the smallest: one misplaced row would then
     * turn every regular distance into a gap.
     */
    private static long step(Path file, Samples samples) {
        Map<Long, Integer> counts = new TreeMap<>();
        long step = 0;
        int most = 0;
        for (int i = 1; i < samples.size(); i++) {
            counts.merge(samples.at(i) - samples.at(i - 1), 1, Integer::sum);
        }
        for (Map.Entry<Long, Integer> entry : counts.entrySet()) {
            // Distances come in ascending order, so of equals the smaller one stays.
            if (entry.getValue() > most) {
                step = entry.getKey();
                most = entry.getValue();
            }
        }
        for (int i = 1; i < samples.size(); i++) {
            long distance = samples.at(i) - samples.at(i - 1);
            if (distance % step != 0) {
                throw refuseDistance(
                        Reason.UNEVEN_STEP, file, i, distance, "a multiple of the step, " + Duration.ofMillis(step));
            }
            if (distance > LONGEST_GAP) {
                throw refuseDistance(
                        Reason.GAP_TOO_LONG, file, i, distance, "at most " + Duration.ofMillis(LONGEST_GAP));
            }
        }
        return step;
    }

    private static TraceFormatException refuseDistance(
            Reason reason, Path file, int i, long distance, String expected) {
        // The samples are consecutive lines after the header, so the place follows from the index.
        return new TraceFormatException(
                reason, file, i + 2L, 1, Duration.ofMillis(distance) + " after the row above", expected);
    }

    /** The columns of a trace, in order of time. */
    static final class Samples {
        private long[] at = new long[1024];
        private long[] inUse = new long[1024];
        private long[] queued = new long[1024];
        private long[] total = new long[1024];
        private int size;

        private Samples() {}

        static Samples read(Path file, int largestSize) throws IOException {
            Samples samples = new Samples();
            try (CsvFile csv = CsvFile.open(file)) {
                String unit = unit(csv);
                int at = csv.indexOf("timestamp");
                int inUse = csv.indexOf(unit + "_in_use");
                int queued = unit.equals("gpus") ? csv.indexOf("gpus_queued") : -1;
                int total = csv.indexOf(unit + "_total");
                for (Optional<CsvFile.Row> row = csv.nextRow(); row.isPresent(); row = csv.nextRow()) {
                    if (samples.size == largestSize) {
                        throw row.get()
                                .refuse(
                                        Reason.TOO_MANY_ROWS,
                                        at,
                                        "one row too many",
                                        "at most " + largestSize + " rows");
                    }
                    samples.add(row.get(), at, inUse, queued, total);
                }
            }
            if (samples.size < 2) {
                throw new TraceFormatException(
                        Reason.TOO_FEW_ROWS, file, samples.size + 1L, 1, "the end", "two rows or more");
            }
            return samples;
        }

        private static String unit(CsvFile csv) {
            boolean gpus = csv.header().contains("gpus_in_use") || csv.header().contains("gpus_total");
            boolean nodes =
                    csv.header().contains("nodes_in_use") || csv.header().contains("nodes_total");
            if (gpus == nodes) {
                throw new TraceFormatException(
                        Reason.UNKNOWN_HEADER,
                        csv.file(),
                        1,
                        1,
                        "no trace of demand: '" + String.join(",", csv.header()) + "'",
                        "timestamp,gpus_in_use,gpus_queued,gpus_total or timestamp,nodes_in_use,nodes_total");
            }
            return gpus ? "gpus" : "nodes";
        }

        private void add(CsvFile.Row row, int atIndex, int inUseIndex, int queuedIndex, int totalIndex) {
            if (size == at.length) {
                at = Arrays.copyOf(at, 2 * size);
                inUse = Arrays.copyOf(inUse, 2 * size);
                queued = Arrays.copyOf(queued, 2 * size);
                total = Arrays.copyOf(total, 2 * size);
            }
            at[size] = row.time(atIndex);
            inUse[size] = row.count(inUseIndex);
            queued[size] = queuedIndex < 0 ? 0 : row.count(queuedIndex);
            total[size] = row.count(totalIndex);
            if (total[size] == 0) {
                throw row.refuse(Reason.EMPTY_CLUSTER, totalIndex, "nothing", "a whole number from 1");
            }
            if (inUse[size] > total[size]) {
                throw row.refuse(
                        Reason.OVER_TOTAL, inUseIndex, "more than there is", "a whole number from 0 to " + total[size]);
            }
            if (size > 0 && at[size] == at[size - 1]) {
                throw row.refuse(Reason.TIME_REPEATED, atIndex, "the time above", "a later time");
            }
            if (size > 0 && at[size] < at[size - 1]) {
                throw row.refuse(Reason.TIME_BACKWARDS, atIndex, "before the time above", "a later time");
            }
            size++;
        }

        int size() {
            return size;
        }

        long at(int i) {
            return at[i];
        }

        long inUse(int i) {
            return inUse[i];
        }

        long queued(int i) {
            return queued[i];
        }

        long total(int i) {
            return total[i];
        }

        /** The last sample at or before an instant that is not before the first. */
        int inForceAt(long instant) {
            int i = Arrays.binarySearch(at, 0, size, instant);
            return i >= 0 ? i : -i - 2;
        }
    }
}
