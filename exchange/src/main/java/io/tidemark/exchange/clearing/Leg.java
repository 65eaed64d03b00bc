package io.tidemark.exchange.clearing;

import java.util.ArrayList;
import java.util.List;

/**
 * Lots of one hour inside a parcel, with the chain of sales that brought them to their holder. Every amount is
 * proportional to the lots, so a leg can be split without a remainder.
 */
record Leg(Parcel parcel, long lots, List<Link> chain) {
    Leg {
        chain = List.copyOf(chain);
        if (lots <= 0) {
            throw new IllegalArgumentException("a leg of " + lots + " lots");
        }
    }

    Leg withLots(long some) {
        return new Leg(parcel, some, chain);
    }

    Leg resold(Parcel to, Link sale) {
        List<Link> longer = new ArrayList<>(chain);
        longer.add(sale);
        return new Leg(to, lots, longer);
    }
}
