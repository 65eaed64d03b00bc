package io.tidemark.fleet.forecast;

import java.util.ArrayList;
import java.util.List;

/** What the last hours came to; those that nobody watched whole are missing. */
final class Past {
    /** In place of the lots of an hour that was not watched. */
    static final long MISSING = -1;

    /** Sixteen weeks: enough to see a week by, and short enough that the fleet was much what it is now. */
    static final int MOST_HOURS = 16 * Fit.HOURS_PER_WEEK;

    private final List<Long> lots;
    private long end;
    private int known;

    /**
     * Goes on from what was remembered.
     *
     * @param end the hour after the last one
     */
    Past(long end, List<Long> lots) {
        this.end = end;
        this.lots = new ArrayList<>(lots);
        this.known = (int) lots.stream().filter(each -> each != MISSING).count();
    }

    /** Adds an hour after all others; hours that were passed over are missing. */
    void add(long hour, long peak) {
        if (lots.isEmpty() || hour - end >= MOST_HOURS) {
            lots.clear();
            known = 0;
            end = hour;
        }
        for (; end < hour; end++) {
            append(MISSING);
        }
        append(peak);
        end++;
    }

    private void append(long peak) {
        if (lots.size() == MOST_HOURS) {
            known -= lots.remove(0) == MISSING ? 0 : 1;
        }
        lots.add(peak);
        known += peak == MISSING ? 0 : 1;
    }

    /** The greatest demand of an hour, or {@link #MISSING}. */
    long at(long hour) {
        long place = hour - start();
        return place < 0 || place >= lots.size() ? MISSING : lots.get((int) place);
    }

    boolean knows(long hour) {
        return at(hour) != MISSING;
    }

    /** The first hour. */
    long start() {
        return end - lots.size();
    }

    /** The hour after the last. */
    long end() {
        return end;
    }

    /** How many hours are not missing. */
    int known() {
        return known;
    }

    List<Long> all() {
        return List.copyOf(lots);
    }
}
