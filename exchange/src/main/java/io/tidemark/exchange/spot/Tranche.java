package io.tidemark.exchange.spot;

/**
 * A step of a price ladder: so many lots at so many ticks per GPU-hour. The spot reserve and the operator's asks are
 * lists of these, cheapest first.
 */
public record Tranche(long ticks, long lots) {
    public Tranche {
        if (ticks < 0 || lots < 0) {
            throw new IllegalArgumentException("ticks and lots must not be negative: " + ticks + ", " + lots);
        }
    }
}
