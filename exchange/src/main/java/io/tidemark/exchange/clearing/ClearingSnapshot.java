package io.tidemark.exchange.clearing;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Titles and money as values: enough to make the same clearing house again. Money is micro-dollars.
 *
 * @param wallets ascending by account
 * @param parcels those of which titles are held, ascending by id
 * @param hours those with titles, ascending
 */
public record ClearingSnapshot(
        List<Purse> wallets,
        long deposited,
        long withdrawn,
        long fees,
        List<Parcel> parcels,
        List<HourOfTitles> hours) {
    /** What one account has in its wallet. */
    public record Purse(long account, long free, long held, long escrow) {}

    /**
     * The titles of one hour.
     *
     * @param holders whoever holds some, ascending by account: in which order they came to that has no effect
     */
    public record HourOfTitles(long hour, long minted, long unsold, List<Holder> holders) {}

    /**
     * What one account holds in one hour; whose it is, its parcels say.
     *
     * @param offered lots that its asks promise
     * @param legs at least one, as they lie, the oldest first
     */
    public record Holder(long offered, List<HeldLeg> legs) {}

    /**
     * Lots of a parcel that came the same way.
     *
     * @param sales the last one first
     */
    public record HeldLeg(long parcel, long lots, List<Sale> sales) {}

    /** One sale of a title; fees are basis points of the price. */
    public record Sale(long seller, long buyer, long ticks, int buyerFeeBps, int sellerFeeBps) {}

    static Parcel parcelOf(HeldLeg leg, Map<Long, Parcel> parcels) {
        return Objects.requireNonNull(parcels.get(leg.parcel()), "a leg of a parcel that is missing");
    }
}
