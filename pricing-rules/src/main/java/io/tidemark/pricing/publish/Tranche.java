package io.tidemark.pricing.publish;

/**
 * Some lots at one price.
 *
 * @param ticks US cents per GPU-hour
 * @param lots at least 1
 */
public record Tranche(long ticks, long lots) {
    public Tranche {
        if (ticks < 1 || lots < 1) {
            throw new IllegalArgumentException("a tranche needs a price and lots: " + lots + " at " + ticks);
        }
    }
}
