package io.tidemark.exchange.contract;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Delivery hours as whole UTC clock hours since 1970 (an <i>epoch hour</i>), and instants as milliseconds since 1970.
 * Both are plain {@code long}s in the engine; this class is where they meet text.
 */
public final class Hours {
    /** Milliseconds in an hour. */
    public static final long MILLIS = 3_600_000;

    private static final long SECONDS = 3_600;

    private static final DateTimeFormatter COMPACT =
            DateTimeFormatter.ofPattern("uuuuMMddHH", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Strict: the 31st of February is no day, rather than the 28th, and hour 24 none either. */
    private static final DateTimeFormatter COMPACT_WITH_MINUTES =
            DateTimeFormatter.ofPattern("uuuuMMddHHmm", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private static final Pattern COMPACT_DIGITS = Pattern.compile("[0-9]{10}");

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
                if (!COMPACT_DIGITS.matcher(text).matches()) {
                    throw new MalformedContractException("not an hour: '" + text + "'", expected);
                }
                // The hour field is not enough for a LocalDateTime in this pattern without minutes: give it zero ones.
                LocalDateTime time = LocalDateTime.parse(text + "00", COMPACT_WITH_MINUTES);
                return containing(time.toInstant(ZoneOffset.UTC).toEpochMilli());
            }
            Instant instant = DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
            if (instant.getEpochSecond() % SECONDS != 0 || instant.getNano() != 0) {
                throw new MalformedContractException("not on a full hour: '" + text + "'", expected);
            }
            return instant.getEpochSecond() / SECONDS;
        } catch (DateTimeParseException unreadable) {
            throw new MalformedContractException("not an hour: '" + text + "'", expected);
        }
    }

    /** The compact form of the symbols: {@code "2026112105"}. */
    public static String format(long hour) {
        return COMPACT.format(Instant.ofEpochMilli(startMillis(hour)));
    }
}
