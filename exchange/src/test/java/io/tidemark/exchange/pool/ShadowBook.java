package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.Known.known;

import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.DeliveryWindow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;

/**
 * The firm book as anyone can rebuild it from the events, and the rules of sections 4 and 5 said again without any
 * cleverness: every hour is a list with one entry a lot, and every search goes from end to end.
 */
final class ShadowBook {
    /** A resting or incoming buy. */
    static final class Bid {
        final long orderId;
        final long account;
        final long group;
        final DeliveryWindow window;
        final long limit;
        final boolean allOrNone;
        final long place;
        long lots;

        Bid(
                long orderId,
                long account,
                long group,
                DeliveryWindow window,
                long limit,
                boolean allOrNone,
                long place,
                long lots) {
            this.place = place;
            this.orderId = orderId;
            this.account = account;
            this.group = group;
            this.window = window;
            this.limit = limit;
            this.allOrNone = allOrNone;
            this.lots = lots;
        }

        Bid(Bid other) {
            this(
                    other.orderId,
                    other.account,
                    other.group,
                    other.window,
                    other.limit,
                    other.allOrNone,
                    other.place,
                    other.lots);
        }

        long stripLimit() {
            return limit * window.hours();
        }
    }

    /** Lots of an hour at a price. */
    static final class Offer {
        final long orderId;
        final long account;
        final long group;
        final long hour;
        final long limit;
        final long place;
        long lots;

        Offer(Offer other) {
            this(other.orderId, other.account, other.group, other.hour, other.limit, other.place, other.lots);
        }

        Offer(long orderId, long account, long group, long hour, long limit, long place, long lots) {
            this.place = place;
            this.orderId = orderId;
            this.account = account;
            this.group = group;
            this.hour = hour;
            this.limit = limit;
            this.lots = lots;
        }
    }

    /** One leg without its lots: what is added up when two lists of legs are compared. */
    record LegKey(long hour, long sellerOrderId, long ticks) implements Comparable<LegKey> {
        private static final Comparator<LegKey> ORDER = Comparator.comparingLong(LegKey::hour)
                .thenComparingLong(LegKey::sellerOrderId)
                .thenComparingLong(LegKey::ticks);

        @Override
        public int compareTo(LegKey other) {
            return ORDER.compare(this, other);
        }
    }

    /** One hour of a sell order. */
    record AskKey(long orderId, long hour) {}

    /**
     * What a buy should get: how many lots, from whom at which price, and which of its group's asks fall for it.
     *
     * @param prints what the hours are worth from then on; a residual says nothing about that
     */
    record Expected(
            long orderId,
            long lots,
            NavigableMap<LegKey, Long> legs,
            Set<AskKey> selfMatched,
            NavigableMap<Long, Long> prints) {
        Expected(long orderId, long lots, NavigableMap<LegKey, Long> legs, Set<AskKey> selfMatched) {
            this(orderId, lots, legs, selfMatched, new TreeMap<>());
        }
    }

    /** What a call should come to. */
    record ExpectedCall(NavigableMap<Long, Long> prices, List<Expected> fills, List<Long> paradoxes) {}

    private static final Comparator<Bid> PRIORITY =
            Comparator.comparingLong((Bid bid) -> -bid.limit).thenComparingLong(bid -> bid.place);

    private static final Comparator<Offer> CHEAPEST =
            Comparator.comparingLong((Offer offer) -> offer.limit).thenComparingLong(offer -> offer.place);

    final NavigableMap<Long, Bid> bids = new TreeMap<>();

    /** By hour, and there the cheapest first. */
    private final NavigableMap<Long, List<Offer>> ladders = new TreeMap<>();

    /** The same book, to try something out in. */
    ShadowBook copy() {
        ShadowBook copy = new ShadowBook();
        bids.forEach((id, bid) -> copy.bids.put(id, new Bid(bid)));
        everyOffer().forEach(offer -> copy.offer(new Offer(offer)));
        return copy;
    }

    List<Bid> byPriority() {
        return bids.values().stream().sorted(PRIORITY).toList();
    }

    // ---- asks

    void offer(Offer offer) {
        List<Offer> ladder = ladders.computeIfAbsent(offer.hour, none -> new ArrayList<>());
        int at = 0;
        while (at < ladder.size() && CHEAPEST.compare(ladder.get(at), offer) < 0) {
            at++;
        }
        ladder.add(at, offer);
    }

    /** The asks of an hour, the cheapest first. */
    List<Offer> offersOf(long hour) {
        return ladders.getOrDefault(hour, List.of());
    }

    List<Offer> everyOffer() {
        List<Offer> all = new ArrayList<>();
        ladders.values().forEach(all::addAll);
        return all;
    }

    /** The asks of an order, by hour. */
    List<Offer> offersOfOrder(long orderId) {
        List<Offer> found = new ArrayList<>();
        for (List<Offer> ladder : ladders.values()) {
            for (Offer offer : ladder) {
                if (offer.orderId == orderId) {
                    found.add(offer);
                }
            }
        }
        return found;
    }

    /** At which limit lots were offered that went at a price; of the operator, whose asks are several, at that price. */
    long limitOf(long hour, long orderId, long ticks) {
        for (Offer offer : offersOf(hour)) {
            if (offer.orderId == orderId && offer.account != Clearing.OPERATOR) {
                return offer.limit;
            }
        }
        return ticks;
    }

    void remove(Offer offer) {
        known(ladders.get(offer.hour), offer).remove(offer);
    }

    void removeOffers(Predicate<Offer> which) {
        ladders.values().forEach(ladder -> ladder.removeIf(which));
    }

    /** Takes lots of an order's asks out, the cheapest first, and says whether they were there. */
    boolean take(long hour, long orderId, long lots) {
        long left = lots;
        for (Offer offer : List.copyOf(offersOf(hour))) {
            if (offer.orderId == orderId && left > 0) {
                long taken = Math.min(left, offer.lots);
                offer.lots -= taken;
                left -= taken;
                if (offer.lots == 0) {
                    remove(offer);
                }
            }
        }
        return left == 0;
    }

    /** Takes a fill out of the book, and the asks that fall for it. */
    void execute(Expected fill) {
        fill.legs().forEach((leg, lots) -> {
            if (!take(leg.hour(), leg.sellerOrderId(), lots)) {
                throw new AssertionError("not on offer: " + leg);
            }
        });
        removeOffers(offer -> fill.selfMatched().contains(new AskKey(offer.orderId, offer.hour)));
        Bid bid = bids.get(fill.orderId());
        if (bid != null) {
            bid.lots -= fill.lots();
            if (bid.lots == 0) {
                bids.remove(bid.orderId);
            }
        }
    }

    /** The best lots on offer in an hour, one entry each, not more than are asked for. */
    private List<Offer> lots(long hour, long most, Predicate<Offer> visible) {
        List<Offer> lots = new ArrayList<>();
        for (Offer offer : offersOf(hour)) {
            if (visible.test(offer)) {
                for (long i = 0; i < offer.lots && lots.size() < most; i++) {
                    lots.add(offer);
                }
            }
        }
        return lots;
    }

    // ---- continuous matching

    /** What a buy would get now from everybody but its own group, whatever the band says. */
    Expected fillOf(Bid bid) {
        return fillOf(bid, bid.lots, 0, hour -> Long.MAX_VALUE);
    }

    /** The same, if it wanted no more than some lots. */
    Expected fillOf(Bid bid, long most) {
        return fillOf(bid, most, 0, hour -> Long.MAX_VALUE);
    }

    /** What a buy would get now that the asks of an aggressor are in the book, which gets the residual up to a cap. */
    Expected fillOf(Bid bid, long aggressor, LongUnaryOperator cap) {
        return fillOf(bid, bid.lots, aggressor, cap);
    }

    /** The same, if it wanted no more than some lots. */
    Expected fillOf(Bid bid, long most, long aggressor, LongUnaryOperator cap) {
        List<List<Offer>> hours = visible(bid, most, offer -> offer.group != bid.group);
        int filled = filled(bid, most, hours);
        NavigableMap<LegKey, Long> legs = new TreeMap<>();
        Set<AskKey> selfMatched = new HashSet<>();
        NavigableMap<Long, Long> prints = new TreeMap<>();
        for (List<Offer> lots : hours) {
            for (int k = 0; k < filled; k++) {
                Offer offer = lots.get(k);
                long ticks = offer.limit;
                if (aggressor != 0 && offer.orderId == aggressor) {
                    long residual = bid.allOrNone
                            ? residual(bid, hours, 0, filled, aggressor)
                            : residual(bid, hours, k, k + 1, aggressor);
                    ticks = Math.max(offer.limit, Math.min(residual, cap.applyAsLong(offer.hour)));
                }
                legs.merge(new LegKey(offer.hour, offer.orderId, ticks), 1L, Long::sum);
                if (ticks == offer.limit) {
                    prints.put(offer.hour, ticks);
                }
            }
            if (filled > 0) {
                Offer dearest = lots.get(filled - 1);
                for (Offer own : offersOf(dearest.hour)) {
                    if (own.group == bid.group && own.limit < dearest.limit) {
                        selfMatched.add(new AskKey(own.orderId, own.hour));
                    }
                }
            }
        }
        return new Expected(bid.orderId, filled, legs, selfMatched, prints);
    }

    /** Whether a buy would trade with a sell of its own group, if the two were strangers. */
    boolean wouldMeet(Bid bid, long sellOrder) {
        List<List<Offer>> hours =
                visible(bid, bid.lots, offer -> offer.group != bid.group || offer.orderId == sellOrder);
        return filled(bid, bid.lots, hours) > 0;
    }

    private List<List<Offer>> visible(Bid bid, long most, Predicate<Offer> visible) {
        List<List<Offer>> hours = new ArrayList<>();
        for (long hour = bid.window.start(); hour < bid.window.end(); hour++) {
            hours.add(lots(hour, most, visible));
        }
        return hours;
    }

    /** Lots that a buy gets in each of its hours: all of an all-or-none one by its sum, others strip by strip. */
    private static int filled(Bid bid, long most, List<List<Offer>> hours) {
        int depth = Integer.MAX_VALUE;
        for (List<Offer> lots : hours) {
            depth = Math.min(depth, lots.size());
        }
        int filled = 0;
        if (!bid.allOrNone) {
            while (filled < Math.min(depth, most) && strip(hours, filled) <= bid.stripLimit()) {
                filled++;
            }
        } else if (depth >= bid.lots) {
            long cost = 0;
            for (int k = 0; k < bid.lots; k++) {
                cost += strip(hours, k);
            }
            filled = cost <= bid.stripLimit() * bid.lots ? (int) bid.lots : 0;
        }
        return filled;
    }

    private static long strip(List<List<Offer>> hours, int k) {
        long cost = 0;
        for (List<Offer> lots : hours) {
            cost += lots.get(k).limit;
        }
        return cost;
    }

    /**
     * What strips {@code from} to {@code to} leave for each lot-hour of the aggressor when the buyer pays its limit. Lot-hours
     * whose own limit is above it take that, and the others share what is left then.
     */
    private static long residual(Bid bid, List<List<Offer>> hours, int from, int to, long aggressor) {
        long atTheirLimit = Long.MAX_VALUE;
        while (true) {
            long left = bid.stripLimit() * (to - from);
            long shares = 0;
            long highestFloor = 0;
            for (List<Offer> lots : hours) {
                for (Offer offer : lots.subList(from, to)) {
                    if (offer.orderId == aggressor && offer.limit < atTheirLimit) {
                        shares++;
                        highestFloor = Math.max(highestFloor, offer.limit);
                    } else {
                        left -= offer.limit;
                    }
                }
            }
            long residual = shares == 0 ? 0 : Math.floorDiv(left, shares);
            if (residual >= highestFloor) {
                return residual;
            }
            atTheirLimit = highestFloor;
        }
    }

    /** The call of section 5. */
    ExpectedCall call() {
        return new ShadowCall(this).hold();
    }

    /** Every lot of an hour that takes part in a call: a group's asks stay out of the hours that it buys. */
    List<Offer> lotsInCall(long hour) {
        Set<Long> buying = new TreeSet<>();
        for (Bid bid : bids.values()) {
            if (bid.window.contains(hour)) {
                buying.add(bid.group);
            }
        }
        return lots(hour, Long.MAX_VALUE, offer -> !buying.contains(offer.group));
    }
}
