package io.tidemark.exchange.contract;

/**
 * Consecutive hours {@code [start, end)} in which the same lots are delivered.
 *
 * @param start the first hour, an epoch hour
 * @param hours how many, 1 to {@value #MAX_HOURS}
 */
public record DeliveryWindow(long start, int hours) {
    public static final int MAX_HOURS = 168;

    /** The first hour that a ten-digit symbol cannot name: the year 10000. */
    private static final long BEYOND = 70_389_528;

    public DeliveryWindow {
        if (hours < 1 || hours > MAX_HOURS) {
            throw new MalformedContractException(
                    "a window of " + hours + " hours", "1 to " + MAX_HOURS + " consecutive hours");
        }
        if (start < 0 || start >= BEYOND) {
            throw new MalformedContractException(
                    "a window that starts at epoch hour " + start, "a start from 1970 to the year 9999");
        }
    }

    /** The first hour after the window. */
    public long end() {
        return start + hours;
    }

    public boolean contains(long hour) {
        return hour >= start && hour < end();
    }

    public boolean overlaps(DeliveryWindow other) {
        return start < other.end() && other.start < end();
    }

    /** As in a symbol: {@code "2026112105/8H"}. */
    @Override
    public String toString() {
        return Hours.format(start) + "/" + hours + "H";
    }
}
