package io.tidemark.simulations.run;

import java.math.BigDecimal;
import java.math.MathContext;

/** How numbers are written into the files: plain decimals of at most twelve digits. */
final class Figures {
    private static final MathContext DIGITS = new MathContext(12);

    private Figures() {}

    static String plain(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).round(DIGITS);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
