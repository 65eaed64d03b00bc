package io.tidemark.exchange.contract;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/**
 * Delivery hours as whole UTC clock hours since 1970 (an <i>epoch hour</i>), and instants as milliseconds since 1970.
 * Both are plain {@code long}s in the engine; this class is where they meet text.
 */
public final class Hours {
    /** Milliseconds in an hour. */
    public static final long MILLIS = 3_600_000;

    private static final DateTimeFormatter COMPACT =
            DateTimeFormatter.ofPattern("uuuuMMddHH", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Hours() {}

    /** The hour in which an instant lies. */
    public static long containing(long epochMillis) {
        return Math.floorDiv(epochMillis, MILLIS);
    }

    /** The instant at which an hour starts. */
    public static long startMillis(long hour) {
        return Math.multiplyExact(hour, MILLIS);
    }

    /** Reads {@code "2026112105"}, or an instant on the hour such as {@code "2026-11-21T05:00Z"}. */
    public static long parse(String text) {
        String expected = "a UTC hour such as 2026112105 or 2026-11-21T05:00Z";
        try {
            if (text.indexOf('T') < 0) {
                if (text.length() != 10) {
                    throw new MalformedContractException("not an hour: '" + text + "'", expected);
                }
                // The hour field is not enough for a LocalDateTime in this pattern without minutes: give it zero ones.
                LocalDateTime time =
                        LocalDateTime.parse(text + "00", DateTimeFormatter.ofPattern("uuuuMMddHHmm", Locale.ROOT));
                return containing(time.toInstant(ZoneOffset.UTC).toEpochMilli());
            }
            long millis = DateTimeFormatter.ISO_OFFSET_DATE_TIME
                    .parse(text, Instant::from)
                    .toEpochMilli();
            if (millis % MILLIS != 0) {
                throw new MalformedContractException("not on a full hour: '" + text + "'", expected);
            }
            return containing(millis);
        } catch (DateTimeParseException unreadable) {
            throw new MalformedContractException("not an hour: '" + text + "'", expected);
        }
    }

    /** The compact form of the symbols: {@code "2026112105"}. */
    public static String format(long hour) {
        return COMPACT.format(Instant.ofEpochMilli(startMillis(hour)));
    }
}
