package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.Known.known;

import io.tidemark.exchange.pool.ShadowBook.Bid;
import io.tidemark.exchange.pool.ShadowBook.Expected;
import io.tidemark.exchange.pool.ShadowBook.ExpectedCall;
import io.tidemark.exchange.pool.ShadowBook.LegKey;
import io.tidemark.exchange.pool.ShadowBook.Offer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** The call of section 5, trying every quantity from the largest down and every price from the highest. */
final class ShadowCall {
    /** One hour: its lots, the cheapest first, how many are promised, and the price that it was raised to. */
    private static final class Hour {
        final List<Offer> lots;
        int used;
        long raised;

        Hour(List<Offer> lots) {
            this.lots = lots;
        }

        long price() {
            return used == 0 ? raised : Math.max(raised, lots.get(used - 1).limit);
        }
    }

    private final List<Bid> byPriority;
    private final NavigableMap<Long, Hour> hours = new TreeMap<>();
    private final Map<Bid, Long> accepted = new LinkedHashMap<>();

    ShadowCall(ShadowBook book) {
        byPriority = book.byPriority();
        for (Bid bid : byPriority) {
            for (long hour = bid.window.start(); hour < bid.window.end(); hour++) {
                hours.computeIfAbsent(hour, each -> new Hour(book.lotsInCall(each)));
            }
        }
    }

    ExpectedCall hold() {
        byPriority.forEach(this::acceptTheMost);
        byPriority.forEach(this::raise);
        NavigableMap<Long, Long> prices = new TreeMap<>();
        hours.forEach((at, hour) -> {
            if (hour.used > 0) {
                prices.put(at, hour.price());
            }
        });
        return new ExpectedCall(prices, fills(), paradoxes());
    }

    private List<Hour> of(Bid bid) {
        return new ArrayList<>(
                hours.subMap(bid.window.start(), bid.window.end()).values());
    }

    private void acceptTheMost(Bid bid) {
        for (long tried = bid.lots; tried > 0; tried = bid.allOrNone ? 0 : tried - 1) {
            use(bid, tried);
            accepted.put(bid, tried);
            if (of(bid).stream().allMatch(hour -> hour.used <= hour.lots.size()) && everyoneCanBear()) {
                return;
            }
            accepted.remove(bid);
            use(bid, -tried);
        }
    }

    private void use(Bid bid, long lots) {
        for (Hour hour : of(bid)) {
            hour.used += Math.toIntExact(lots);
        }
    }

    private boolean everyoneCanBear() {
        for (Bid bid : accepted.keySet()) {
            long cost = 0;
            for (Hour hour : of(bid)) {
                cost += hour.price();
            }
            if (cost > bid.stripLimit()) {
                return false;
            }
        }
        return true;
    }

    /** A single-hour bid that wants more of a sold-out hour raises its price, up to what everyone accepted can bear. */
    private void raise(Bid bid) {
        Hour hour = known(hours.get(bid.window.start()), bid);
        boolean wantsMore = accepted.getOrDefault(bid, 0L) < bid.lots;
        if (bid.window.hours() > 1 || bid.allOrNone || !wantsMore || hour.used == 0) {
            return;
        }
        long before = hour.raised;
        long least = hour.price();
        // Tick by tick from the bid's limit down: the first price that everyone can bear is the highest.
        for (long ticks = bid.limit; ticks > least; ticks--) {
            boolean overAnUnsoldAsk = hour.used < hour.lots.size() && hour.lots.get(hour.used).limit < ticks;
            hour.raised = ticks;
            if (!overAnUnsoldAsk && everyoneCanBear()) {
                return;
            }
            hour.raised = before;
        }
    }

    /** The cheapest lots of an hour go to the bids in order of priority. */
    private List<Expected> fills() {
        Map<Long, Integer> delivered = new TreeMap<>();
        List<Expected> fills = new ArrayList<>();
        accepted.forEach((bid, count) -> {
            NavigableMap<LegKey, Long> legs = new TreeMap<>();
            hours.subMap(bid.window.start(), bid.window.end()).forEach((at, hour) -> {
                int from = delivered.getOrDefault(at, 0);
                for (Offer offer : hour.lots.subList(from, from + count.intValue())) {
                    legs.merge(new LegKey(at, offer.orderId, hour.price()), 1L, Long::sum);
                }
                delivered.put(at, from + count.intValue());
            });
            fills.add(new Expected(bid.orderId, count, legs, Set.of()));
        });
        return fills;
    }

    /** Those left out although the final prices, or the best ask of an hour that has none, are inside their limit. */
    private List<Long> paradoxes() {
        List<Long> paradoxes = new ArrayList<>();
        for (Bid bid : byPriority) {
            boolean priced = true;
            long cost = 0;
            for (Hour hour : of(bid)) {
                priced &= !hour.lots.isEmpty();
                cost += hour.used > 0 ? hour.price() : hour.lots.isEmpty() ? 0 : hour.lots.get(0).limit;
            }
            if (!accepted.containsKey(bid) && priced && cost <= bid.stripLimit()) {
                paradoxes.add(bid.orderId);
            }
        }
        return paradoxes;
    }
}
