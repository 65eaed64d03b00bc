package io.tidemark.exchange.auction;

import io.tidemark.exchange.auction.CallResult.Paradox;
import io.tidemark.exchange.book.Buy;
import io.tidemark.exchange.book.Fill;
import io.tidemark.exchange.book.Fill.Leg;
import io.tidemark.exchange.book.OrderBook;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** One uncross of a book. Use it once, while the book stands still, then execute the fills of its result. */
public final class CallAuction {
    private final List<Buy> buys;

    /** By the place of a buy in the priority, the lots that it was accepted for. */
    private final long[] acceptedLots;

    private final CallHours hours;
    private final Holders holders;
    private final Rise rise;

    private CallAuction(OrderBook book) {
        this.buys = book.buys();
        this.acceptedLots = new long[buys.size()];
        this.hours = new CallHours(book, buys);
        this.holders = new Holders(hours.count(), buys.size());
        this.rise = new Rise(hours);
    }

    /** What would trade if the call of this book ended now: also the indicative prices while it runs. */
    public static CallResult uncross(OrderBook book) {
        CallAuction auction = new CallAuction(book);
        auction.acceptBuys();
        auction.raisePricesOfSoldOutHours();
        return new CallResult(auction.prices(), auction.fills(), auction.paradoxes());
    }

    /** Accepts of each buy the most lots at which neither it nor any accepted before it exceeds its limit. */
    private void acceptBuys() {
        for (int i = 0; i < acceptedLots.length; i++) {
            Buy buy = buys.get(i);
            int from = hours.placeOfFirst(buy);
            int to = from + buy.window().hours();
            long most = mostLots(buy, from, to);
            if (most == 0) {
                continue;
            }
            rise.ofUsing(from, to, most);
            holders.accept(buy, most, rise);
            for (int place = from; place < to; place++) {
                hours.ladder(place).use(most);
            }
            acceptedLots[i] = most;
        }
    }

    private long mostLots(Buy buy, int from, int to) {
        long wanted = buy.remaining();
        long depth = depth(from, to);
        if (buy.allOrNone()) {
            return wanted <= depth && everyoneCanBear(buy, from, to, wanted) ? wanted : 0;
        }
        // Prices only rise with quantity, so legality is monotone and can be searched by halving.
        long legal = 0;
        long illegal = Math.min(wanted, depth) + 1;
        while (illegal - legal > 1) {
            long middle = legal + (illegal - legal) / 2;
            if (everyoneCanBear(buy, from, to, middle)) {
                legal = middle;
            } else {
                illegal = middle;
            }
        }
        return legal;
    }

    private long depth(int from, int to) {
        long depth = Long.MAX_VALUE;
        for (int place = from; place < to; place++) {
            depth = Math.min(depth, hours.ladder(place).unused());
        }
        return depth;
    }

    private boolean everyoneCanBear(Buy buy, int from, int to, long lots) {
        rise.ofUsing(from, to, lots);
        return rise.stripCost() <= buy.stripLimit() && holders.canBear(rise);
    }

    private void raisePricesOfSoldOutHours() {
        for (int i = 0; i < acceptedLots.length; i++) {
            Buy buy = buys.get(i);
            if (buy.window().hours() != 1 || buy.allOrNone() || acceptedLots[i] == buy.remaining()) {
                continue;
            }
            int place = hours.placeOfFirst(buy);
            CallLadder ladder = hours.ladder(place);
            if (!ladder.isUsed()) {
                continue;
            }
            long wished = Math.min(buy.limit(), ladder.nextUnused()) - ladder.price();
            long ticks = Math.min(wished, holders.leastSlack(place));
            if (ticks > 0) {
                rise.ofRaising(place, ticks);
                holders.bear(rise);
                ladder.raiseTo(ladder.price() + ticks);
            }
        }
    }

    private NavigableMap<Long, Long> prices() {
        NavigableMap<Long, Long> prices = new TreeMap<>();
        for (int place = 0; place < hours.count(); place++) {
            if (hours.ladder(place).isUsed()) {
                prices.put(hours.hour(place), hours.ladder(place).price());
            }
        }
        return prices;
    }

    private List<Fill> fills() {
        List<Fill> fills = new ArrayList<>(holders.count());
        for (int holder = 0; holder < holders.count(); holder++) {
            List<Leg> legs = new ArrayList<>();
            for (int place = holders.from(holder); place < holders.to(holder); place++) {
                hours.ladder(place).deliver(holders.lots(holder), legs);
            }
            fills.add(new Fill(holders.buy(holder), holders.lots(holder), legs, List.of()));
        }
        return fills;
    }

    private List<Paradox> paradoxes() {
        List<Paradox> paradoxes = new ArrayList<>();
        for (int i = 0; i < acceptedLots.length; i++) {
            Buy buy = buys.get(i);
            int from = hours.placeOfFirst(buy);
            int to = from + buy.window().hours();
            if (acceptedLots[i] == 0 && isInsideFinalPrices(buy, from, to)) {
                long least = buy.allOrNone() ? buy.remaining() : 1;
                paradoxes.add(new Paradox(buy, hours.hour(bindingPlace(from, to, least))));
            }
        }
        return paradoxes;
    }

    /** Whether one strip would be inside the limit; an hour without a fill counts at its best ask. */
    private boolean isInsideFinalPrices(Buy buy, int from, int to) {
        long cost = 0;
        for (int place = from; place < to; place++) {
            CallLadder ladder = hours.ladder(place);
            if (!ladder.isUsed() && ladder.unused() == 0) {
                return false;
            }
            cost += ladder.isUsed() ? ladder.price() : ladder.nextUnused();
        }
        return cost <= buy.stripLimit();
    }

    /** The hour that forbids taking so many lots for one that was left out: prices only rose since its turn. */
    private int bindingPlace(int from, int to, long lots) {
        for (int place = from; place < to; place++) {
            if (hours.ladder(place).unused() < lots) {
                return place;
            }
        }
        rise.ofUsing(from, to, lots);
        int pushedOver = holders.firstPushedOver(rise);
        return pushedOver < 0
                ? steepest(from, to, lots)
                : steepest(Math.max(from, holders.from(pushedOver)), Math.min(to, holders.to(pushedOver)), lots);
    }

    /** Where the price would rise most; among equals the earliest. */
    private int steepest(int from, int to, long lots) {
        int steepest = from;
        long most = -1;
        for (int place = from; place < to; place++) {
            long risesBy =
                    hours.ladder(place).priceWith(lots) - hours.ladder(place).price();
            if (risesBy > most) {
                steepest = place;
                most = risesBy;
            }
        }
        return steepest;
    }
}
