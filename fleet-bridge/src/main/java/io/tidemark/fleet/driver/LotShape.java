package io.tidemark.fleet.driver;

import io.tidemark.exchange.contract.Sku;

/**
 * How a lot is made of nodes.
 *
 * @param nodesPerDomain nodes that share an NVLink domain
 * @param nodesPerLot how many of them must be healthy for the lot to be sold; the others are its spares
 */
public record LotShape(int nodesPerDomain, int nodesPerLot) {
    private static final LotShape SERVER = new LotShape(1, 1);
    private static final LotShape RACK = new LotShape(18, 16);

    /** An HGX server is one node; an NVL72 rack is 18 trays, of which 16 are sold. */
    public static LotShape of(Sku sku) {
        return switch (sku) {
            case B200X8 -> SERVER;
            case GB200R64, GB300R64 -> RACK;
        };
    }
}
