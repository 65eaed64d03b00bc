package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.Known.known;

import io.tidemark.exchange.contract.DeliveryWindow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

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

    /** What a buy should get: how many lots, from whom at which price, and which of its group's asks fall for it. */
    record Expected(long orderId, long lots, NavigableMap<LegKey, Long> legs, Set<AskKey> selfMatched) {}

    /** What a call should come to. */
    record ExpectedCall(NavigableMap<Long, Long> prices, List<Expected> fills, List<Long> paradoxes) {}

    final NavigableMap<Long, Bid> bids = new TreeMap<>();
    final List<Offer> offers = new ArrayList<>();

    List<Bid> byPriority() {
        return bids.values().stream()
                .sorted(Comparator.comparingLong((Bid bid) -> -bid.limit).thenComparingLong(bid -> bid.place))
                .toList();
    }

    /** Every lot on offer in an hour, the best first, one entry each. */
    private List<Offer> lots(long hour, Set<Long> withoutGroups) {
        List<Offer> lots = new ArrayList<>();
        offers.stream()
                .filter(offer -> offer.hour == hour && !withoutGroups.contains(offer.group))
                .sorted(Comparator.comparingLong((Offer offer) -> offer.limit).thenComparingLong(offer -> offer.place))
                .forEach(offer -> {
                    for (long i = 0; i < offer.lots; i++) {
                        lots.add(offer);
                    }
                });
        return lots;
    }

    /** What a buy would get now; {@code aggressor} is the sell order that gets the residual, or 0. */
    Expected fillOf(Bid bid, long aggressor, long bandTop) {
        List<List<Offer>> hours = new ArrayList<>();
        int depth = Integer.MAX_VALUE;
        for (long hour = bid.window.start(); hour < bid.window.end(); hour++) {
            List<Offer> lots = lots(hour, Set.of(bid.group));
            hours.add(lots);
            depth = Math.min(depth, lots.size());
        }
        int filled = 0;
        if (bid.allOrNone) {
            if (depth >= bid.lots) {
                long cost = 0;
                for (List<Offer> lots : hours) {
                    cost += lots.subList(0, (int) bid.lots).stream()
                            .mapToLong(offer -> offer.limit)
                            .sum();
                }
                filled = cost <= bid.stripLimit() * bid.lots ? (int) bid.lots : 0;
            }
        } else {
            while (filled < Math.min(depth, bid.lots) && strip(hours, filled) <= bid.stripLimit()) {
                filled++;
            }
        }
        NavigableMap<LegKey, Long> legs = new TreeMap<>();
        Set<AskKey> selfMatched = new HashSet<>();
        for (List<Offer> lots : hours) {
            for (int k = 0; k < filled; k++) {
                Offer offer = lots.get(k);
                long ticks = offer.limit;
                if (aggressor != 0 && offer.orderId == aggressor) {
                    long residual = bid.allOrNone
                            ? residual(bid, hours, 0, filled, aggressor)
                            : residual(bid, hours, k, k + 1, aggressor);
                    ticks = Math.max(offer.limit, Math.min(residual, bandTop));
                }
                legs.merge(new LegKey(offer.hour, offer.orderId, ticks), 1L, Long::sum);
            }
            if (filled > 0) {
                Offer dearest = lots.get(filled - 1);
                offers.stream()
                        .filter(own -> own.group == bid.group && own.hour == dearest.hour && own.limit < dearest.limit)
                        .forEach(own -> selfMatched.add(new AskKey(own.orderId, own.hour)));
            }
        }
        return new Expected(bid.orderId, filled, legs, selfMatched);
    }

    private static long strip(List<List<Offer>> hours, int k) {
        return hours.stream().mapToLong(lots -> lots.get(k).limit).sum();
    }

    /** What strips {@code from} to {@code to} leave for each lot-hour of the aggressor when the buyer pays its limit. */
    private static long residual(Bid bid, List<List<Offer>> hours, int from, int to, long aggressor) {
        long left = bid.stripLimit() * (to - from);
        long shares = 0;
        for (List<Offer> lots : hours) {
            for (Offer offer : lots.subList(from, to)) {
                if (offer.orderId == aggressor) {
                    shares++;
                } else {
                    left -= offer.limit;
                }
            }
        }
        return shares == 0 ? 0 : Math.floorDiv(left, shares);
    }

    /** The call of section 5, trying every quantity from the largest down. */
    ExpectedCall call() {
        Map<Long, List<Offer>> lots = new TreeMap<>();
        for (Bid bid : bids.values()) {
            for (long hour = bid.window.start(); hour < bid.window.end(); hour++) {
                lots.computeIfAbsent(hour, h -> {
                    Set<Long> buying = new TreeSet<>();
                    bids.values().stream()
                            .filter(other -> other.window.contains(h))
                            .forEach(other -> buying.add(other.group));
                    return lots(h, buying);
                });
            }
        }
        NavigableMap<Bid, Long> accepted =
                new TreeMap<>(Comparator.comparingLong((Bid bid) -> -bid.limit).thenComparingLong(bid -> bid.place));
        Map<Long, Long> none = new TreeMap<>();
        for (Bid bid : byPriority()) {
            for (long lotsTried = bid.lots; lotsTried > 0; lotsTried = bid.allOrNone ? 0 : lotsTried - 1) {
                accepted.put(bid, lotsTried);
                if (everyoneCanBear(lots, accepted, none)) {
                    break;
                }
                accepted.remove(bid);
            }
        }
        Map<Long, Long> raised = new TreeMap<>();
        for (Bid bid : byPriority()) {
            long hour = bid.window.start();
            boolean wantsMore = accepted.getOrDefault(bid, 0L) < bid.lots;
            if (bid.window.hours() > 1 || bid.allOrNone || !wantsMore || used(accepted, hour) == 0) {
                continue;
            }
            // Tick by tick from the bid's limit down: the first price that everyone can bear is the highest.
            for (long ticks = bid.limit; ticks > price(lots, accepted, raised, hour); ticks--) {
                Map<Long, Long> tried = new TreeMap<>(raised);
                tried.put(hour, ticks);
                int next = (int) used(accepted, hour);
                boolean overAnUnsoldAsk = next < known(lots.get(hour), hour).size()
                        && known(lots.get(hour), hour).get(next).limit < ticks;
                if (!overAnUnsoldAsk && everyoneCanBear(lots, accepted, tried)) {
                    raised.put(hour, ticks);
                    break;
                }
            }
        }
        return expected(lots, accepted, raised);
    }

    private ExpectedCall expected(
            Map<Long, List<Offer>> lots, NavigableMap<Bid, Long> accepted, Map<Long, Long> raised) {
        NavigableMap<Long, Long> prices = new TreeMap<>();
        for (long hour : lots.keySet()) {
            if (used(accepted, hour) > 0) {
                prices.put(hour, price(lots, accepted, raised, hour));
            }
        }
        Map<Long, Integer> delivered = new TreeMap<>();
        List<Expected> fills = new ArrayList<>();
        accepted.forEach((bid, count) -> {
            NavigableMap<LegKey, Long> legs = new TreeMap<>();
            for (long hour = bid.window.start(); hour < bid.window.end(); hour++) {
                int from = delivered.getOrDefault(hour, 0);
                for (Offer offer : known(lots.get(hour), hour).subList(from, from + count.intValue())) {
                    legs.merge(new LegKey(hour, offer.orderId, known(prices.get(hour), hour)), 1L, Long::sum);
                }
                delivered.put(hour, from + count.intValue());
            }
            fills.add(new Expected(bid.orderId, count, legs, Set.of()));
        });
        List<Long> paradoxes = new ArrayList<>();
        for (Bid bid : byPriority()) {
            long cost = 0;
            boolean priced = true;
            for (long hour = bid.window.start(); hour < bid.window.end(); hour++) {
                priced &= !known(lots.get(hour), hour).isEmpty();
                cost += prices.containsKey(hour)
                        ? known(prices.get(hour), hour)
                        : known(lots.get(hour), hour).isEmpty()
                                ? 0
                                : known(lots.get(hour), hour).get(0).limit;
            }
            if (!accepted.containsKey(bid) && priced && cost <= bid.stripLimit()) {
                paradoxes.add(bid.orderId);
            }
        }
        return new ExpectedCall(prices, fills, paradoxes);
    }

    private static boolean everyoneCanBear(
            Map<Long, List<Offer>> lots, Map<Bid, Long> accepted, Map<Long, Long> raised) {
        for (Bid bid : accepted.keySet()) {
            long cost = 0;
            for (long hour = bid.window.start(); hour < bid.window.end(); hour++) {
                if (used(accepted, hour) > known(lots.get(hour), hour).size()) {
                    return false;
                }
                cost += price(lots, accepted, raised, hour);
            }
            if (cost > bid.stripLimit()) {
                return false;
            }
        }
        return true;
    }

    private static long used(Map<Bid, Long> accepted, long hour) {
        return accepted.entrySet().stream()
                .filter(entry -> entry.getKey().window.contains(hour))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static long price(Map<Long, List<Offer>> lots, Map<Bid, Long> accepted, Map<Long, Long> raised, long hour) {
        long used = used(accepted, hour);
        long dearest = used == 0 ? 0 : known(lots.get(hour), hour).get((int) used - 1).limit;
        return Math.max(dearest, raised.getOrDefault(hour, 0L));
    }
}
