package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.Known.known;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.clearing.LegSettlement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Every single lot of every hour with the sales that brought it to its holder: titles and escrow, lot by lot. */
final class ShadowTitles {
    /** Micro-dollars of one tick on one lot of eight GPUs for an hour. */
    static final long LOT_TICK = 8 * 10_000L;

    /** One sale of one lot. */
    record Sale(long seller, long buyer, long ticks, int buyerBps, int sellerBps) {
        long price() {
            return ticks * LOT_TICK;
        }

        long sellerFee() {
            return price() * sellerBps / 10_000;
        }

        long buyerFee() {
            return price() * buyerBps / 10_000;
        }
    }

    /** One lot of one hour: the trade by which its holder got it, and all its sales. */
    record Lot(long parcel, List<Sale> sales) {
        /** What the buyer of one of its sales has in escrow for it. */
        long escrow(int at) {
            Sale sale = sales.get(at);
            if (at + 1 == sales.size()) {
                return sale.price();
            }
            Sale next = sales.get(at + 1);
            return Math.max(0, sale.price() - (next.price() - next.sellerFee()));
        }
    }

    final NavigableMap<Long, NavigableMap<Long, Deque<Lot>>> held = new TreeMap<>();
    final NavigableMap<Long, Long> unsold = new TreeMap<>();

    long sold(long hour) {
        return held.getOrDefault(hour, new TreeMap<>()).values().stream()
                .mapToLong(Deque::size)
                .sum();
    }

    long held(long account, long hour) {
        return held.getOrDefault(hour, new TreeMap<>())
                .getOrDefault(account, new ArrayDeque<>())
                .size();
    }

    void sell(long hour, long parcel, long lots, Sale sale) {
        NavigableMap<Long, Deque<Lot>> holders = held.computeIfAbsent(hour, none -> new TreeMap<>());
        Deque<Lot> to = holders.computeIfAbsent(sale.buyer(), none -> new ArrayDeque<>());
        for (long i = 0; i < lots; i++) {
            List<Sale> sales = new ArrayList<>();
            if (sale.seller() == Clearing.OPERATOR) {
                assertThat(unsold.merge(hour, -1L, Long::sum))
                        .as("unsold titles")
                        .isNotNegative();
            } else {
                assertThat(held(sale.seller(), hour)).as("no short selling").isPositive();
                sales.addAll(
                        known(holders.get(sale.seller()), sale).removeFirst().sales());
            }
            sales.add(sale);
            to.addLast(new Lot(parcel, sales));
        }
    }

    long escrowOf(long account) {
        long sum = 0;
        for (NavigableMap<Long, Deque<Lot>> holders : held.values()) {
            for (Deque<Lot> lots : holders.values()) {
                for (Lot lot : lots) {
                    for (int i = 0; i < lot.sales().size(); i++) {
                        sum += lot.sales().get(i).buyer() == account ? lot.escrow(i) : 0;
                    }
                }
            }
        }
        return sum;
    }

    /** The legs of a settlement name every sale of every lot once, and each is paid by the formula of section 8. */
    void settle(long hour, List<LegSettlement> legs, Map<Long, Integer> seconds) {
        List<Lot> lots = new ArrayList<>();
        held.getOrDefault(hour, new TreeMap<>()).values().forEach(lots::addAll);
        settle(hour, lots, legs, seconds);
        held.remove(hour);
        unsold.remove(hour);
    }

    /** Takes the newest lots of a parcel, as many as there are up to a number, from whoever holds them. */
    List<Lot> take(long hour, long parcel, long most) {
        List<Lot> taken = new ArrayList<>();
        for (Deque<Lot> lots : held.getOrDefault(hour, new TreeMap<>()).values()) {
            List<Lot> its = lots.stream().filter(lot -> lot.parcel() == parcel).toList();
            for (int i = its.size() - 1; i >= 0 && taken.size() < most; i--) {
                lots.removeLastOccurrence(its.get(i));
                taken.add(its.get(i));
            }
        }
        return taken;
    }

    /** As of a whole hour, for the lots that are given. */
    void settle(long hour, List<Lot> lots, List<LegSettlement> legs, Map<Long, Integer> seconds) {
        NavigableMap<String, Long> due = new TreeMap<>();
        for (Lot lot : lots) {
            for (Sale sale : lot.sales()) {
                due.merge(key(lot.parcel(), sale.seller(), sale.buyer(), sale.ticks()), 1L, Long::sum);
            }
        }
        NavigableMap<String, Long> paid = new TreeMap<>();
        for (LegSettlement leg : legs) {
            paid.merge(key(leg.parcel(), leg.seller(), leg.buyer(), leg.ticks()), leg.lots(), Long::sum);
            int delivered = seconds.getOrDefault(leg.parcel(), 3_600);
            assertThat(leg.deliveredSeconds()).as("%s", leg).isEqualTo(delivered);
            assertThat(leg.paid()).as("%s", leg).isEqualTo(leg.ticks() * LOT_TICK * leg.lots() * delivered / 3_600);
            boolean explained = lots.stream()
                    .filter(lot -> lot.parcel() == leg.parcel())
                    .anyMatch(lot -> explains(lot, leg, delivered));
            assertThat(explained).as("escrow and fees of %s", leg).isTrue();
        }
        assertThat(paid).as("lots settled in hour %d", hour).isEqualTo(due);
    }

    private static boolean explains(Lot lot, LegSettlement leg, int seconds) {
        for (int i = 0; i < lot.sales().size(); i++) {
            Sale sale = lot.sales().get(i);
            long sellerFee = sale.sellerFee() * leg.lots();
            long buyerFee = sale.buyerFee() * leg.lots();
            if (sale.seller() == leg.seller()
                    && sale.buyer() == leg.buyer()
                    && sale.ticks() == leg.ticks()
                    && leg.escrow() == lot.escrow(i) * leg.lots()
                    && leg.sellerFee() == sellerFee * seconds / 3_600
                    && leg.buyerFeeRefund() == buyerFee - buyerFee * seconds / 3_600) {
                return true;
            }
        }
        return false;
    }

    private static String key(long parcel, long seller, long buyer, long ticks) {
        return parcel + " " + seller + "->" + buyer + "@" + ticks;
    }
}
