package io.tidemark.simulations.world;

import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.Price;
import java.time.Instant;

/** How figures are written into the result files. */
final class Text {
    private Text() {}

    static String instant(long time) {
        return Instant.ofEpochMilli(time).toString();
    }

    static String price(long ticks) {
        return Price.format(ticks);
    }

    static String dollars(long micros) {
        return Money.format(micros);
    }
}
