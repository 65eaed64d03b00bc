package io.tidemark.exchange.clearing;

import org.jspecify.annotations.Nullable;

/**
 * Lots of one hour inside a parcel, with the chain of sales that brought them to their holder. Every amount is
 * proportional to the lots, so a leg can be split without a remainder.
 *
 * <p>It lies in the list of one holding and knows the next one there.
 */
final class Leg {
    private Parcel parcel;
    private Link lastSale;
    private long lots;

    /** The next younger leg of the same holding. */
    @Nullable Leg next;

    Leg(Parcel parcel, long lots, Link lastSale) {
        if (lots <= 0) {
            throw new IllegalArgumentException("a leg of " + lots + " lots");
        }
        this.parcel = parcel;
        this.lots = lots;
        this.lastSale = lastSale;
    }

    Parcel parcel() {
        return parcel;
    }

    long lots() {
        return lots;
    }

    /** The sale to the holder; those before it hang on it. */
    Link lastSale() {
        return lastSale;
    }

    /** Splits so many lots off, fewer than there are; this leg keeps the rest and its place. */
    Leg split(long some) {
        if (some >= lots) {
            throw new IllegalArgumentException("cannot split " + some + " lots off " + lots);
        }
        Leg part = new Leg(parcel, some, lastSale);
        lots -= some;
        return part;
    }

    void resell(Parcel to, Link sale) {
        parcel = to;
        lastSale = sale;
    }
}
