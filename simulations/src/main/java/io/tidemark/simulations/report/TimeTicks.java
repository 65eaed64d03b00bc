package io.tidemark.simulations.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Where a time axis is marked, in UTC: at full hours, midnights, Mondays or firsts of months, so that few marks do. */
final class TimeTicks {
    private static final int MOST = 9;
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;
    private static final long[] STEPS = {HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY};
    private static final int[] MONTHS = {1, 2, 3, 6, 12, 24, 60};
    private static final DateTimeFormatter CLOCK = pattern("d MMM HH:mm");
    private static final DateTimeFormatter DATE = pattern("d MMM");
    private static final DateTimeFormatter MONTH = pattern("MMM yyyy");

    /** The first Monday after the epoch. */
    private static final long A_MONDAY = 4 * DAY;

    private TimeTicks() {}

    private static DateTimeFormatter pattern(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }

    static NavigableMap<Long, String> between(long from, long to) {
        NavigableMap<Long, String> ticks = new TreeMap<>();
        for (long step : STEPS) {
            if ((to - from) / step <= MOST) {
                DateTimeFormatter format = step < DAY ? CLOCK : DATE;
                long first = Math.floorDiv(from - A_MONDAY + step - 1, step) * step + A_MONDAY;
                for (long time = first; time <= to; time += step) {
                    ticks.put(time, format.format(Instant.ofEpochMilli(time)));
                }
                return ticks;
            }
        }
        return months(from, to);
    }

    private static NavigableMap<Long, String> months(long from, long to) {
        NavigableMap<Long, String> ticks = new TreeMap<>();
        long spanned = (to - from) / (30 * DAY);
        int step = MONTHS[MONTHS.length - 1];
        for (int i = MONTHS.length - 1; i >= 0; i--) {
            step = spanned / MONTHS[i] <= MOST ? MONTHS[i] : step;
        }
        ZonedDateTime month = Instant.ofEpochMilli(from)
                .atZone(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.DAYS)
                .withDayOfYear(1);
        for (; month.toInstant().toEpochMilli() <= to; month = month.plusMonths(step)) {
            if (month.toInstant().toEpochMilli() >= from) {
                ticks.put(month.toInstant().toEpochMilli(), MONTH.format(month));
            }
        }
        return ticks;
    }
}
