package io.tidemark.exchange.contract;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * What one GPU-hour costs, as a whole number of ticks of one cent.
 *
 * @param ticks US cents per GPU-hour, never negative
 */
public record Price(long ticks) implements Comparable<Price> {
    /** Money of one tick on one GPU-hour. */
    public static final long MICRO_DOLLARS_PER_TICK = 10_000;

    private static final int DECIMALS = 2;
    private static final Pattern DOLLARS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");

    public Price {
        if (ticks < 0) {
            throw new IllegalArgumentException("ticks must not be negative: " + ticks);
        }
    }

    /** Reads {@code "2.05"} as dollars per GPU-hour; a fraction of a tick is refused, never rounded. */
    public static Price parse(String dollars) {
        String expected = "US dollars per GPU-hour in steps of 0.01, such as \"2.05\"";
        if (!DOLLARS.matcher(dollars).matches()) {
            throw new MalformedContractException("not a price: '" + dollars + "'", expected);
        }
        try {
            return new Price(new BigDecimal(dollars).movePointRight(DECIMALS).longValueExact());
        } catch (ArithmeticException offTick) {
            throw new MalformedContractException("price off the tick: '" + dollars + "'", expected);
        }
    }

    /** The decimal string of so many ticks: {@code 205} is {@code "2.05"}. */
    public static String format(long ticks) {
        return BigDecimal.valueOf(ticks, DECIMALS).toPlainString();
    }

    @Override
    public int compareTo(Price other) {
        return Long.compare(ticks, other.ticks);
    }

    @Override
    public String toString() {
        return format(ticks);
    }
}
