package io.tidemark.fleet.invoice;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.ledger.Particulars;
import io.tidemark.fleet.settlement.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a period came to for an account.
 *
 * @param from the first instant, epoch milliseconds of market time
 * @param to the instant after the last
 * @param place how far the journal was in the books when they were read
 * @param complete whether nothing can be added to it any more
 * @param opening what the account had before {@code from}
 * @param closing what it had before {@code to}
 * @param items in the order of their time
 */
public record Invoice(
        long account,
        long from,
        long to,
        Position place,
        boolean complete,
        Funds opening,
        Funds closing,
        List<Item> items) {
    public Invoice {
        items = List.copyOf(items);
        long sum = opening.total();
        for (Item item : items) {
            sum = Math.addExact(sum, item.amount());
        }
        if (sum != closing.total()) {
            throw new IllegalStateException("the invoice of account " + account + " from " + from + " to " + to
                    + " comes to " + sum + ", and the books have " + closing.total());
        }
    }

    /**
     * One transfer between the account and others. Amounts are micro-dollars, above zero if the account got them.
     *
     * @param transfer its id in the books
     * @param at epoch milliseconds
     * @param kind what the books call it
     * @param pool empty for what is only at home
     * @param setAside what was moved into escrow for it, and is no part of its amount
     * @param returned what had been set aside for it, was not delivered, and is free again; no part of its amount
     * @param price what moved but for the fee
     * @param fee below zero where it was taken, above zero where it was given back
     */
    public record Item(
            long transfer,
            long at,
            Category category,
            String kind,
            Optional<PoolId> pool,
            Particulars particulars,
            long setAside,
            long returned,
            long price,
            long fee) {
        public long amount() {
            return Math.addExact(price, fee);
        }
    }

    /** What the lines of one pool and category come to. */
    public record Sum(Optional<PoolId> pool, Category category, int items, long price, long fee) {
        public long amount() {
            return Math.addExact(price, fee);
        }

        private Sum plus(Item item) {
            return new Sum(pool, category, items + 1, Math.addExact(price, item.price), Math.addExact(fee, item.fee));
        }
    }

    /** What the lines come to, by pool and category; of home first. */
    public List<Sum> sums() {
        record Key(Optional<PoolId> pool, Category category) {}
        Map<Key, Sum> sums = new LinkedHashMap<>();
        for (Item item : items) {
            Key key = new Key(item.pool(), item.category());
            sums.put(
                    key,
                    sums.getOrDefault(key, new Sum(key.pool, key.category, 0, 0, 0))
                            .plus(item));
        }
        List<Sum> sorted = new ArrayList<>(sums.values());
        sorted.sort(Comparator.<Sum, String>comparing(
                        sum -> sum.pool().map(PoolId::toString).orElse(""))
                .thenComparing(Sum::category));
        return sorted;
    }
}
