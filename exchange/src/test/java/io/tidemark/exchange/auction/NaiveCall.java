package io.tidemark.exchange.auction;

import io.tidemark.exchange.auction.CallResult.Paradox;
import io.tidemark.exchange.book.Ask;
import io.tidemark.exchange.book.Buy;
import io.tidemark.exchange.book.Fill;
import io.tidemark.exchange.book.Fill.Leg;
import io.tidemark.exchange.book.OrderBook;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The oracle: the rule of the call, which adds up every strip of every accepted order for every quantity that it tries.
 * Slow, and simple enough to be believed.
 */
final class NaiveCall {
    private record Accepted(Buy buy, long lots) {}

    private final OrderBook book;
    private final NavigableMap<Long, List<Ask>> asks = new TreeMap<>();
    private final List<Accepted> accepted = new ArrayList<>();
    private final NavigableMap<Long, Long> raised = new TreeMap<>();

    private NaiveCall(OrderBook book) {
        this.book = book;
    }

    static CallResult uncross(OrderBook book) {
        NaiveCall call = new NaiveCall(book);
        book.buys().forEach(call::accept);
        book.buys().forEach(call::raiseThePriceOfItsHour);
        return new CallResult(call.prices(), call.fills(), call.paradoxes());
    }

    /** Those that a second pass over the buys would give something more. */
    static List<Buy> acceptedBySecondPass(OrderBook book) {
        NaiveCall call = new NaiveCall(book);
        book.buys().forEach(call::accept);
        return book.buys().stream().filter(call::hasRoomForMore).toList();
    }

    private boolean hasRoomForMore(Buy buy) {
        long got = lotsOf(buy);
        long least = buy.allOrNone() ? buy.remaining() : 1;
        return got + least <= buy.remaining() && whatForbids(buy, least) == NOTHING;
    }

    private long lotsOf(Buy buy) {
        return accepted.stream()
                .filter(holder -> holder.buy == buy)
                .mapToLong(Accepted::lots)
                .sum();
    }

    private void accept(Buy buy) {
        long least = buy.allOrNone() ? buy.remaining() : 1;
        for (long lots = buy.remaining(); lots >= least; lots--) {
            if (whatForbids(buy, lots) == NOTHING) {
                accepted.add(new Accepted(buy, lots));
                return;
            }
        }
    }

    private static final long NOTHING = -1;

    /** The hour that forbids so many more lots for a buy. */
    private long whatForbids(Buy buy, long lots) {
        for (long hour = buy.window().start(); hour < buy.window().end(); hour++) {
            if (offered(hour) < used(hour) + lots) {
                return hour;
            }
        }
        List<Buy> all = new ArrayList<>(accepted.stream().map(Accepted::buy).toList());
        all.add(buy);
        for (Buy holder : all) {
            long cost = 0;
            long steepest = NOTHING;
            long most = -1;
            for (long hour = holder.window().start(); hour < holder.window().end(); hour++) {
                long before = price(hour, used(hour));
                long after = buy.window().contains(hour) ? price(hour, used(hour) + lots) : before;
                cost += after;
                if (buy.window().contains(hour) && after - before > most) {
                    most = after - before;
                    steepest = hour;
                }
            }
            if (cost > holder.limit() * holder.window().hours()) {
                return steepest;
            }
        }
        return NOTHING;
    }

    private void raiseThePriceOfItsHour(Buy buy) {
        long hour = buy.window().start();
        if (buy.window().hours() > 1 || buy.allOrNone() || lotsOf(buy) == buy.remaining() || used(hour) == 0) {
            return;
        }
        long now = price(hour, used(hour));
        long highest = buy.limit();
        if (offered(hour) > used(hour)) {
            highest = Math.min(highest, price(hour, used(hour) + 1));
        }
        for (Accepted holder : accepted) {
            if (holder.buy.window().contains(hour)) {
                highest = Math.min(highest, now + holder.buy.stripLimit() - finalCost(holder.buy));
            }
        }
        if (highest > now) {
            raised.put(hour, highest);
        }
    }

    /** What a strip costs; an hour without a fill counts at its best ask, one without an ask at more than anybody has. */
    private long finalCost(Buy buy) {
        long cost = 0;
        for (long hour = buy.window().start(); hour < buy.window().end(); hour++) {
            if (offered(hour) == 0) {
                return Long.MAX_VALUE;
            }
            cost += price(hour, Math.max(1, used(hour)));
        }
        return cost;
    }

    private NavigableMap<Long, Long> prices() {
        NavigableMap<Long, Long> prices = new TreeMap<>();
        for (long hour : book.hoursOffered()) {
            if (used(hour) > 0) {
                prices.put(hour, price(hour, used(hour)));
            }
        }
        return prices;
    }

    private List<Fill> fills() {
        NavigableMap<Long, Long> delivered = new TreeMap<>();
        List<Fill> fills = new ArrayList<>();
        for (Accepted holder : accepted) {
            List<Leg> legs = new ArrayList<>();
            for (long hour = holder.buy.window().start();
                    hour < holder.buy.window().end();
                    hour++) {
                long from = delivered.getOrDefault(hour, 0L);
                long to = from + holder.lots;
                long passed = 0;
                for (Ask ask : asks(hour)) {
                    long taken = Math.min(to, passed + ask.remaining()) - Math.max(from, passed);
                    if (taken > 0) {
                        legs.add(new Leg(ask, taken, price(hour, used(hour))));
                    }
                    passed += ask.remaining();
                }
                delivered.put(hour, to);
            }
            fills.add(new Fill(holder.buy, holder.lots, legs, List.of()));
        }
        return fills;
    }

    private List<Paradox> paradoxes() {
        List<Paradox> paradoxes = new ArrayList<>();
        for (Buy buy : book.buys()) {
            if (lotsOf(buy) == 0 && finalCost(buy) <= buy.stripLimit()) {
                paradoxes.add(new Paradox(buy, whatForbids(buy, buy.allOrNone() ? buy.remaining() : 1)));
            }
        }
        return paradoxes;
    }

    /** The asks of an hour but those of groups that buy there. */
    private List<Ask> asks(long hour) {
        return asks.computeIfAbsent(
                hour,
                wanted -> book.ladder(wanted).stream()
                        .filter(ask -> book.buys().stream()
                                .noneMatch(buy -> buy.group() == ask.group()
                                        && buy.window().contains(wanted)))
                        .toList());
    }

    private long offered(long hour) {
        return asks(hour).stream().mapToLong(Ask::remaining).sum();
    }

    private long used(long hour) {
        return accepted.stream()
                .filter(holder -> holder.buy.window().contains(hour))
                .mapToLong(Accepted::lots)
                .sum();
    }

    /** What the ask of the n-th lot asks, or what the price was raised to. */
    private long price(long hour, long nth) {
        if (nth == 0) {
            return 0;
        }
        long passed = 0;
        for (Ask ask : asks(hour)) {
            passed += ask.remaining();
            if (passed >= nth) {
                return Math.max(ask.limit(), raised.getOrDefault(hour, 0L));
            }
        }
        throw new IllegalArgumentException("lot " + nth + " of hour " + hour);
    }
}
