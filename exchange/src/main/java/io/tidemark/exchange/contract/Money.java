package io.tidemark.exchange.contract;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Amounts of money as whole micro-dollars in a {@code long}: about nine million million dollars fit. */
public final class Money {
    /** Micro-dollars in a dollar. */
    public static final long PER_DOLLAR = 1_000_000;

    private static final int DECIMALS = 6;
    private static final int CENTS = 2;
    private static final Pattern DOLLARS = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,12})?");

    private Money() {}

    /** Reads {@code "1497.60"} as dollars; a fraction of a micro-dollar is refused, never rounded. */
    public static long parse(String dollars) {
        String expected = "US dollars with at most six decimals, such as \"1497.60\"";
        if (!DOLLARS.matcher(dollars).matches()) {
            throw new MalformedContractException("not an amount of money: '" + dollars + "'", expected);
        }
        try {
            return new BigDecimal(dollars).movePointRight(DECIMALS).longValueExact();
        } catch (ArithmeticException tooFine) {
            throw new MalformedContractException("finer than a micro-dollar: '" + dollars + "'", expected);
        }
    }

    /** The exact decimal string in dollars, with at least two decimals: {@code 1_497_600_000} is {@code "1497.60"}. */
    public static String format(long microDollars) {
        BigDecimal exact = BigDecimal.valueOf(microDollars, DECIMALS).stripTrailingZeros();
        return (exact.scale() < CENTS ? exact.setScale(CENTS) : exact).toPlainString();
    }
}
