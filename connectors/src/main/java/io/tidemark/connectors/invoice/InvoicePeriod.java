package io.tidemark.connectors.invoice;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an invoice is of: a month, a day, or any two instants. All in UTC.
 *
 * @param text as it stands in the number of an invoice, such as {@code 2026-11}
 * @param from its first instant, epoch milliseconds
 * @param to the instant after its last
 */
public record InvoicePeriod(String text, long from, long to) {
    /** What can be read, as a phrase. */
    public static final String EXPECTED =
            "a UTC month such as 2026-11, a day such as 2026-11-21, or two instants such as 2026-11-21T05:00Z..2026-11-21T09:00Z";

    private static final Pattern MONTH = Pattern.compile("[0-9]{4}-[0-9]{2}");
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern INSTANTS =
            Pattern.compile("([^.]{17,40}?(?:\\.[0-9]{1,9}[^.]{1,6})?)\\.\\.(.{17,40})");
    private static final int LAST_YEAR = 9999;

    /** Reads a period; empty if it is none, or ends before it begins. */
    public static Optional<InvoicePeriod> parse(String text) {
        try {
            Matcher instants = INSTANTS.matcher(text);
            if (MONTH.matcher(text).matches()) {
                YearMonth month = YearMonth.parse(text);
                return days(text, month.atDay(1), month.plusMonths(1).atDay(1));
            } else if (DAY.matcher(text).matches()) {
                LocalDate day = LocalDate.parse(text);
                return days(text, day, day.plusDays(1));
            } else if (instants.matches()) {
                return between(instant(instants.group(1)), instant(instants.group(2)));
            }
        } catch (DateTimeException none) {
            // Such as the 31st of November.
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<InvoicePeriod> days(String text, LocalDate first, LocalDate after) {
        return Optional.of(new InvoicePeriod(text, millis(first), millis(after)));
    }

    private static long millis(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }

    private static long instant(String text) {
        OffsetDateTime read = OffsetDateTime.parse(text);
        if (read.getYear() < 1 || read.getYear() > LAST_YEAR) {
            throw new DateTimeException("no year of ours: " + text);
        }
        return read.toInstant().toEpochMilli();
    }

    private static Optional<InvoicePeriod> between(long from, long to) {
        String text = Instant.ofEpochMilli(from) + ".." + Instant.ofEpochMilli(to);
        return from < to ? Optional.of(new InvoicePeriod(text, from, to)) : Optional.empty();
    }
}
