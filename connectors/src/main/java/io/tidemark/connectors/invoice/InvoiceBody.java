package io.tidemark.connectors.invoice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An invoice as it goes out. Amounts are US dollars as exact decimals, above zero where the account got them. What it had
 * before and all amounts of the items together are what it had afterwards.
 *
 * @param number the account and the period: asked for again, it is the same invoice
 * @param from its first instant
 * @param to the instant after its last
 * @param provisional whether something may still be added
 * @param journalRecord the record of the journal that the books would read next when this was read
 * @param journalSequence the last command of that record that was in the books already, 0 for none
 * @param items in the order of their time
 * @param sums of the items, by pool and kind
 */
public record InvoiceBody(
        String number,
        String account,
        String period,
        String from,
        String to,
        boolean provisional,
        long journalRecord,
        long journalSequence,
        InvoiceBalances opening,
        InvoiceBalances closing,
        List<InvoiceItem> items,
        List<InvoiceSum> sums,
        String itemsUsd) {
    public InvoiceBody {
        items = List.copyOf(items);
        sums = List.copyOf(sums);
    }

    /** What the account had at an instant, everywhere. */
    public record InvoiceBalances(String homeUsd, String inTransitUsd, List<InvoiceWallet> pools, String totalUsd) {}

    /** What it had in a pool. */
    public record InvoiceWallet(String pool, String freeUsd, String heldUsd, String escrowUsd) {}

    /**
     * One movement.
     *
     * @param id of the movement in the books, as in the statement
     * @param what PURCHASE, DELIVERY, SPOT, SALE, DAMAGES, DEPOSIT, WITHDRAWAL or OTHER
     * @param description the same in words
     * @param hours how many hours were bought, from {@code hour} on
     * @param deliveredSeconds of the hour, 0 to 3,600
     * @param lotSeconds of spot: lots times the seconds they ran
     * @param tradeId the trade whose lots they are
     * @param spotBidId of spot
     * @param setAsideUsd moved into escrow; no part of the amount
     * @param returnedUsd had been set aside, was not delivered, and is free again; no part of the amount
     * @param priceUsd what moved but for the fee
     * @param feeUsd below zero where it was taken, above zero where it was given back
     * @param amountUsd both
     * @param balanceUsd everything that the account has after it
     */
    public record InvoiceItem(
            long id,
            String at,
            String what,
            String description,
            @Nullable String pool,
            @Nullable String hour,
            @Nullable Integer hours,
            @Nullable Long lots,
            @Nullable String pricePerGpuHour,
            @Nullable Integer deliveredSeconds,
            @Nullable String lotSeconds,
            @Nullable Long tradeId,
            @Nullable String spotBidId,
            @Nullable String setAsideUsd,
            @Nullable String returnedUsd,
            String priceUsd,
            String feeUsd,
            String amountUsd,
            String balanceUsd) {}

    /** What the items of one kind in one pool come to; of no pool is what is at home. */
    public record InvoiceSum(
            @Nullable String pool, String what, int items, String priceUsd, String feeUsd, String amountUsd) {}
}
