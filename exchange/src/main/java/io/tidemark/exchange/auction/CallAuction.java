package io.tidemark.exchange.auction;

import io.tidemark.exchange.auction.CallResult.Paradox;
import io.tidemark.exchange.book.Ask;
import io.tidemark.exchange.book.Buy;
import io.tidemark.exchange.book.Fill;
import io.tidemark.exchange.book.Fill.Leg;
import io.tidemark.exchange.book.OrderBook;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** One uncross of a book. Use it once, while the book stands still, then execute the fills of its result. */
public final class CallAuction {
    private final List<Buy> buys;
    private final NavigableMap<Long, CallLadder> ladders = new TreeMap<>();
    private final List<Accepted> accepted = new ArrayList<>();

    private CallAuction(OrderBook book) {
        this.buys = book.buys();
        for (long hour : book.hoursOffered()) {
            ladders.put(hour, new CallLadder(asksThatTakePart(book, hour)));
        }
    }

    /** What would trade if the call of this book ended now: also the indicative prices while it runs. */
    public static CallResult uncross(OrderBook book) {
        CallAuction auction = new CallAuction(book);
        auction.buys.forEach(auction::accept);
        auction.raisePricesOfSoldOutHours();
        return auction.result();
    }

    /** A group's asks rest through the call in the hours that its own buys cover: nobody meets themselves. */
    private List<Ask> asksThatTakePart(OrderBook book, long hour) {
        Set<Long> buyingGroups = new HashSet<>();
        for (Buy buy : buys) {
            if (buy.window().contains(hour)) {
                buyingGroups.add(buy.group());
            }
        }
        return book.ladder(hour).stream()
                .filter(ask -> !buyingGroups.contains(ask.group()))
                .toList();
    }

    /** Accepts the most lots at which neither this buy nor any accepted before it exceeds its limit. */
    private void accept(Buy buy) {
        long most = mostLots(buy);
        if (most == 0) {
            return;
        }
        for (long hour = buy.window().start(); hour < buy.window().end(); hour++) {
            ladder(hour).use(most);
        }
        accepted.add(new Accepted(buy, most));
    }

    private long mostLots(Buy buy) {
        long wanted = buy.remaining();
        if (buy.allOrNone()) {
            return isLegal(buy, wanted) ? wanted : 0;
        }
        // Prices only rise with quantity, so legality is monotone and can be searched by halving.
        long legal = 0;
        long illegal = wanted + 1;
        while (illegal - legal > 1) {
            long middle = legal + (illegal - legal) / 2;
            if (isLegal(buy, middle)) {
                legal = middle;
            } else {
                illegal = middle;
            }
        }
        return legal;
    }

    private boolean isLegal(Buy buy, long lots) {
        return bindingHour(buy, lots).isEmpty();
    }

    /** The hour that forbids taking so many more lots for a buy, or empty if nothing does. */
    private Optional<Long> bindingHour(Buy buy, long lots) {
        for (long hour = buy.window().start(); hour < buy.window().end(); hour++) {
            if (ladder(hour).unused() < lots) {
                return Optional.of(hour);
            }
        }
        for (Accepted earlier : accepted) {
            if (costOfStrip(earlier.buy, buy, lots) > earlier.buy.stripLimit()) {
                return Optional.of(steepestHour(earlier.buy, buy, lots));
            }
        }
        return costOfStrip(buy, buy, lots) > buy.stripLimit()
                ? Optional.of(steepestHour(buy, buy, lots))
                : Optional.empty();
    }

    /** What one strip of {@code holder} costs once {@code newcomer} takes so many more lots. */
    private long costOfStrip(Buy holder, Buy newcomer, long lots) {
        long cost = 0;
        for (long hour = holder.window().start(); hour < holder.window().end(); hour++) {
            cost += newcomer.window().contains(hour)
                    ? ladder(hour).priceWith(lots)
                    : ladder(hour).price();
        }
        return cost;
    }

    private long steepestHour(Buy holder, Buy newcomer, long lots) {
        long steepest = newcomer.window().start();
        long rise = -1;
        for (long hour = newcomer.window().start(); hour < newcomer.window().end(); hour++) {
            long risesBy = ladder(hour).priceWith(lots) - ladder(hour).price();
            if (holder.window().contains(hour) && risesBy > rise) {
                steepest = hour;
                rise = risesBy;
            }
        }
        return steepest;
    }

    private void raisePricesOfSoldOutHours() {
        for (Buy buy : buys) {
            if (buy.window().hours() != 1 || buy.allOrNone() || lotsOf(buy) == buy.remaining()) {
                continue;
            }
            long hour = buy.window().start();
            CallLadder ladder = ladder(hour);
            if (!ladder.isUsed()) {
                continue;
            }
            long raised =
                    Math.min(buy.limit(), ladder.nextUnused().map(Ask::limit).orElse(Long.MAX_VALUE));
            for (Accepted holder : accepted) {
                if (holder.buy.window().contains(hour)) {
                    long slack = holder.buy.stripLimit() - finalCostOfStrip(holder.buy);
                    raised = Math.min(raised, ladder.price() + slack);
                }
            }
            if (raised > ladder.price()) {
                ladder.raiseTo(raised);
            }
        }
    }

    private long finalCostOfStrip(Buy buy) {
        long cost = 0;
        for (long hour = buy.window().start(); hour < buy.window().end(); hour++) {
            cost += ladder(hour).price();
        }
        return cost;
    }

    private long lotsOf(Buy buy) {
        return accepted.stream()
                .filter(holder -> holder.buy == buy)
                .mapToLong(Accepted::lots)
                .sum();
    }

    private CallResult result() {
        NavigableMap<Long, Long> prices = new TreeMap<>();
        ladders.forEach((hour, ladder) -> {
            if (ladder.isUsed()) {
                prices.put(hour, ladder.price());
            }
        });
        List<Fill> fills = new ArrayList<>();
        for (Accepted holder : accepted) {
            List<Leg> legs = new ArrayList<>();
            for (long hour = holder.buy.window().start();
                    hour < holder.buy.window().end();
                    hour++) {
                legs.addAll(ladder(hour).deliver(holder.lots));
            }
            fills.add(new Fill(holder.buy, holder.lots, legs, List.of()));
        }
        return new CallResult(prices, fills, paradoxes());
    }

    private List<Paradox> paradoxes() {
        List<Paradox> paradoxes = new ArrayList<>();
        for (Buy buy : buys) {
            if (lotsOf(buy) > 0 || finalCostOrNone(buy).orElse(Long.MAX_VALUE) > buy.stripLimit()) {
                continue;
            }
            long least = buy.allOrNone() ? buy.remaining() : 1;
            bindingHour(buy, least).ifPresent(hour -> paradoxes.add(new Paradox(buy, hour)));
        }
        return paradoxes;
    }

    /** What one strip would cost at the final prices; an hour without a fill counts at its best ask. */
    private Optional<Long> finalCostOrNone(Buy buy) {
        long cost = 0;
        for (long hour = buy.window().start(); hour < buy.window().end(); hour++) {
            CallLadder ladder = ladder(hour);
            Optional<Long> price = ladder.isUsed()
                    ? Optional.of(ladder.price())
                    : ladder.nextUnused().map(Ask::limit);
            if (price.isEmpty()) {
                return Optional.empty();
            }
            cost += price.get();
        }
        return Optional.of(cost);
    }

    private CallLadder ladder(long hour) {
        return ladders.computeIfAbsent(hour, none -> new CallLadder(List.of()));
    }

    private record Accepted(Buy buy, long lots) {}
}
