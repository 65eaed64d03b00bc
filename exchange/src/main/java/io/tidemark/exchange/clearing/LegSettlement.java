package io.tidemark.exchange.clearing;

/**
 * What one sale of one hour came to once the hour was over.
 *
 * @param parcel the trade whose lots were delivered
 * @param deliveredSeconds 0 to 3,600
 * @param escrow what the buyer's escrow held for it, micro-dollars
 * @param paid what the buyer pays and the seller receives before the fee
 * @param sellerFee kept from the seller's proceeds
 * @param buyerFeeRefund the part of the buyer's fee that undelivered seconds give back
 */
public record LegSettlement(
        long parcel,
        long hour,
        long seller,
        long buyer,
        long lots,
        long ticks,
        int deliveredSeconds,
        long escrow,
        long paid,
        long sellerFee,
        long buyerFeeRefund) {}
