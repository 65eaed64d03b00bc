package io.tidemark.exchange.contract;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an order names. {@code B200X8.PRN1.F/2026112105/8H} is firm capacity for a window, {@code B200X8.PRN1.S} the spot
 * lease of a pool. A firm window of several hours has no book of its own: it trades against the hours.
 */
public sealed interface Symbol {
    PoolId pool();

    /** Firm capacity: bought as hours or blocks, not reclaimable. */
    record Firm(PoolId pool, DeliveryWindow window) implements Symbol {
        @Override
        public String toString() {
            return pool + ".F/" + window;
        }
    }

    /** Spot: an evergreen interruptible lease, repriced every hour. */
    record Spot(PoolId pool) implements Symbol {
        @Override
        public String toString() {
            return pool + ".S";
        }
    }

    /**
     * Reads a symbol.
     *
     * @throws MalformedContractException if the text is none
     */
    static Symbol parse(String text) {
        Matcher matcher = Grammar.SYMBOL.matcher(text);
        if (!matcher.matches()) {
            throw new MalformedContractException(
                    "no such symbol: '" + text + "'",
                    "SKU.SITE.F/HOUR/nH such as B200X8.PRN1.F/2026112105/8H, or SKU.SITE.S");
        }
        PoolId pool = PoolId.parse(matcher.group("pool"));
        if (matcher.group("hour") == null) {
            return new Spot(pool);
        }
        return new Firm(
                pool, new DeliveryWindow(Hours.parse(matcher.group("hour")), Integer.parseInt(matcher.group("hours"))));
    }

    /** The pattern, out of the interface's public face. */
    final class Grammar {
        private static final Pattern SYMBOL =
                Pattern.compile("(?<pool>[A-Z0-9]+\\.[A-Z0-9]+)\\.(S|F/(?<hour>[0-9]{10})/(?<hours>[1-9][0-9]{0,2})H)");

        private Grammar() {}
    }
}
