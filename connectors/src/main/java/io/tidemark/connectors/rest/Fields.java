package io.tidemark.connectors.rest;

import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.MalformedContractException;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.Price;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads fields and parameters. Whatever cannot be read is a problem that names the field and what would be right. */
final class Fields {
    private static final Pattern RELATIVE = Pattern.compile("\\+([0-9]{1,4})h");
    private static final Pattern LATER = Pattern.compile("\\+([0-9]{1,4})([hm])");
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final int LAST_YEAR = 9999;
    private static final Pattern CLIENT_ORDER_ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern CHANGED = Pattern.compile("(.+)_[0-9a-f]{8}");
    private static final int CHANGE_DIGITS = 8;
    private static final int LONGEST_ID = 64;
    private static final int SHOWN = 60;

    private Fields() {}

    /** The value of a field that must be there. */
    static <T> T required(@Nullable T value, String field, String expected) {
        if (value == null) {
            throw Problem.of(ProblemCode.MISSING_FIELD, "'" + field + "' is missing", "send " + expected)
                    .at(field)
                    .asException();
        }
        return value;
    }

    /**
     * An hour: {@code 2026112105}, an instant on the hour, or {@code +3h}, which is the hour that starts three hours after
     * the start of the running one.
     */
    static long hour(String text, String field, long now) {
        Matcher relative = RELATIVE.matcher(text);
        if (relative.matches()) {
            return Hours.containing(now) + Long.parseLong(relative.group(1));
        }
        try {
            // A window refuses what no symbol could name, such as the year 10000.
            return new DeliveryWindow(Hours.parse(text), 1).start();
        } catch (MalformedContractException malformed) {
            throw invalid(
                    field,
                    shown(malformed.getMessage()),
                    "send a UTC hour such as 2026112105 or 2026-11-21T05:00Z, or +3h from the running hour");
        }
    }

    static boolean isRelative(@Nullable String text) {
        return text != null && RELATIVE.matcher(text).matches();
    }

    /** An instant: {@code 2026-11-21T05:30:00Z}, or {@code +2h} or {@code +30m} from now; epoch milliseconds. */
    static long instant(String text, String field, long now) {
        Matcher later = LATER.matcher(text);
        if (later.matches()) {
            return now + Long.parseLong(later.group(1)) * (later.group(2).equals("h") ? HOUR : MINUTE);
        }
        try {
            OffsetDateTime read = OffsetDateTime.parse(text);
            if (read.getYear() >= 1 && read.getYear() <= LAST_YEAR) {
                return read.toInstant().toEpochMilli();
            }
        } catch (DateTimeParseException unreadable) {
            // Said below, with what would be right.
        }
        throw invalid(
                field,
                "'" + shown(text) + "' is no instant",
                "send an instant such as 2026-11-21T05:30:00Z, or +2h or +30m from now");
    }

    static boolean isLater(@Nullable String text) {
        return text != null && LATER.matcher(text).matches();
    }

    /** The text of a parameter that is true or false. */
    static boolean truth(String text, String field) {
        if (!text.equals("true") && !text.equals("false")) {
            throw invalid(field, "'" + shown(text) + "' is neither true nor false", "send " + field + "=true");
        }
        return text.equals("true");
    }

    static DeliveryWindow window(long start, int hours, String field) {
        return contract(field, () -> new DeliveryWindow(start, hours));
    }

    /** The window of a body that names its first hour and how many they are. */
    static DeliveryWindow window(@Nullable String start, @Nullable Integer hours, long now) {
        long first = hour(required(start, "start", "the first hour, such as 2026112105 or +3h"), "start", now);
        return window(first, required(hours, "hours", "how many hours, 1 to " + DeliveryWindow.MAX_HOURS), "hours");
    }

    /** A price in ticks. */
    static long price(String text, String field) {
        return contract(field, () -> Price.parse(text)).ticks();
    }

    /** An amount in micro-dollars. */
    static long money(String text, String field) {
        return contract(field, () -> Money.parse(text));
    }

    /** Whatever the contract reads, with its complaint as a problem of a field. */
    static <T> T contract(String field, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (MalformedContractException malformed) {
            throw invalid(field, shown(malformed.getMessage()), "send " + malformed.expected());
        }
    }

    /** A constant by its exact name. */
    static <E extends Enum<E>> E constant(Class<E> kind, String text, String field) {
        List<String> names =
                Arrays.stream(kind.getEnumConstants()).map(Enum::name).toList();
        if (names.contains(text)) {
            return Enum.valueOf(kind, text);
        }
        throw Problem.of(
                        ProblemCode.INVALID_FIELD,
                        "'" + shown(text) + "' is no " + field,
                        Nearest.to(text, names)
                                .map(meant -> "did you mean '" + meant + "'?")
                                .orElse("send one of: " + String.join(", ", names)))
                .at(field)
                .or(Nearest.first(text, names))
                .asException();
    }

    /** A count within bounds. */
    static int count(long value, String field, int least, int most) {
        if (value < least || value > most) {
            throw invalid(field, value + " is out of range", "send " + least + " to " + most);
        }
        return (int) value;
    }

    /** A count within bounds, from the text of a parameter. */
    static int count(String text, String field, int least, int most) {
        if (!DIGITS.matcher(text).matches()) {
            throw invalid(field, "'" + shown(text) + "' is not a whole number", "send " + least + " to " + most);
        }
        return count(Long.parseLong(text), field, least, most);
    }

    /** Where a page begins, as the page before said it. */
    static long cursor(String text, String field) {
        if (!DIGITS.matcher(text).matches() || text.startsWith("-")) {
            throw invalid(field, "'" + shown(text) + "' is no such place", "begin again without it");
        }
        return Long.parseLong(text);
    }

    /** An id for a change of an order whose owner gave none: the order is still known by what it was called. */
    static String clientOrderIdAfter(String standing) {
        Matcher named = CHANGED.matcher(standing);
        String name = named.matches() ? named.group(1) : standing;
        String suffix = UUID.randomUUID().toString().substring(0, CHANGE_DIGITS);
        return name.length() + 1 + CHANGE_DIGITS > LONGEST_ID
                ? UUID.randomUUID().toString()
                : name + "_" + suffix;
    }

    /** What the client calls its order, or a name that we make because it has none. */
    static String clientOrderId(@Nullable String given) {
        if (given == null) {
            return UUID.randomUUID().toString();
        }
        if (!CLIENT_ORDER_ID.matcher(given).matches()) {
            throw invalid(
                    "clientOrderId",
                    "'" + shown(given) + "' cannot be a client order id",
                    "send 1 to 64 letters, digits, dots, colons, hyphens or underscores");
        }
        return given;
    }

    static ProblemException invalid(String field, String detail, String remedy) {
        return Problem.of(ProblemCode.INVALID_FIELD, detail, remedy).at(field).asException();
    }

    /** As much of somebody's text as an answer should carry. */
    static String shown(@Nullable String text) {
        if (text == null) {
            return "";
        }
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
