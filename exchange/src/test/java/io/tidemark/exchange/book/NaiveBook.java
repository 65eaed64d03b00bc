package io.tidemark.exchange.book;

import io.tidemark.exchange.book.Fill.Leg;
import io.tidemark.exchange.contract.DeliveryWindow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;

/**
 * The oracle: a book that remembers nothing and tries every resting buy at every sell. Slow, and simple enough to be
 * believed.
 */
final class NaiveBook {
    private static final Comparator<Ask> ASK_PRIORITY =
            Comparator.comparingLong(Ask::limit).thenComparingLong(Ask::sequence);
    private static final Comparator<Buy> BUY_PRIORITY =
            Comparator.comparingLong(Buy::limit).reversed().thenComparingLong(Buy::sequence);

    private final NavigableMap<Long, List<Ask>> ladders = new TreeMap<>();
    private final List<Buy> buys = new ArrayList<>();

    // Looked up, never walked: the order of a hash map reaches no output.
    private final Map<Long, Buy> buysById = new HashMap<>();

    /**
     * An incoming buy takes the cheapest asks of each of its hours at their own prices. What is left of it is the
     * caller's to {@link #rest} or to drop; a buy that rests already, and is tried again, goes on resting.
     *
     * @return the one fill, or empty
     */
    Optional<Fill> sweep(Buy incoming) {
        NaiveWalk walk = walk(incoming);
        if (walk.segments().isEmpty()) {
            return Optional.empty();
        }
        Fill fill = fill(incoming, walk, legs(walk.segments(), LongUnaryOperator.identity(), -1));
        execute(fill);
        return Optional.of(fill);
    }

    /** Puts a buy among the resting ones, without trading. */
    void rest(Buy buy) {
        insert(buys, buy, BUY_PRIORITY);
        buysById.put(buy.orderId(), buy);
    }

    /** Puts an ask on its hour's ladder, without trading: in a call, and the operator's supply. */
    void rest(Ask ask) {
        insert(ladders.computeIfAbsent(ask.hour(), hour -> new ArrayList<>()), ask, ASK_PRIORITY);
    }

    /**
     * An incoming sell: all its hourly asks are inserted first, then the resting buys that touch its hours are tried
     * once, best priority first. A buy that trades pays exactly its own limit, other asks get theirs, and the incoming
     * seller gets what remains.
     *
     * @param asks the hourly asks of one order
     * @param bandTop the highest price in ticks that may be printed in an hour; what lies above stays with the buyer
     * @param onFill told of each fill as soon as it is executed, while the book shows that one and no later one
     */
    void offer(List<Ask> asks, LongUnaryOperator bandTop, Consumer<Fill> onFill) {
        asks.forEach(this::rest);
        long seller = asks.get(0).orderId();
        long from = asks.stream().mapToLong(Ask::hour).min().orElseThrow();
        long to = asks.stream().mapToLong(Ask::hour).max().orElseThrow();
        DeliveryWindow hours = new DeliveryWindow(from, Math.toIntExact(to - from + 1));
        for (Buy buy : List.copyOf(buys)) {
            if (!buy.window().overlaps(hours)) {
                continue;
            }
            NaiveWalk walk = walk(buy);
            if (!walk.segments().isEmpty()) {
                Fill fill = fill(buy, walk, legsAtTheBuyersLimit(buy, walk, seller, bandTop));
                execute(fill);
                onFill.accept(fill);
            }
        }
    }

    /**
     * After a call: resting buys in priority order are treated as incoming, again and again until the book is quiet.
     *
     * @param onFill as in {@link #offer}
     */
    void resumeSweep(Consumer<Fill> onFill) {
        boolean quiet = false;
        while (!quiet) {
            quiet = true;
            for (Buy buy : List.copyOf(buys)) {
                Optional<Fill> fill = sweep(buy);
                if (fill.isPresent()) {
                    onFill.accept(fill.get());
                    quiet = false;
                }
            }
        }
    }

    /** Takes a fill out of the book: asks and buy shrink, and whatever is used up leaves. */
    void execute(Fill fill) {
        fill.buy().fill(fill.lots());
        if (fill.buy().remaining() == 0) {
            buys.remove(fill.buy());
            buysById.remove(fill.buy().orderId());
        }
        for (Leg leg : fill.legs()) {
            leg.ask().fill(leg.lots());
            if (leg.ask().remaining() == 0) {
                remove(leg.ask());
            }
        }
        fill.selfMatched().forEach(this::remove);
    }

    /** Takes a resting buy out. */
    Optional<Buy> removeBuy(long orderId) {
        Optional<Buy> found = Optional.ofNullable(buysById.remove(orderId));
        found.ifPresent(buys::remove);
        return found;
    }

    /** Takes all asks of an order out, in the order of their hours. */
    List<Ask> removeAsks(long orderId) {
        List<Ask> found = asksOf(orderId);
        found.forEach(this::remove);
        return found;
    }

    /** Takes lots off an ask that keeps its place; with none left it leaves. */
    void reduce(Ask ask, long lots) {
        ask.fill(lots);
        if (ask.remaining() == 0) {
            remove(ask);
        }
    }

    /** Takes lots off a resting buy that keeps its place; with none left it leaves. */
    void reduce(Buy buy, long lots) {
        buy.fill(lots);
        if (buy.remaining() == 0) {
            removeBuy(buy.orderId());
        }
    }

    /** Takes one hourly ask out. */
    void remove(Ask ask) {
        List<Ask> ladder = ladders.get(ask.hour());
        if (ladder != null && ladder.remove(ask) && ladder.isEmpty()) {
            ladders.remove(ask.hour());
        }
    }

    /** The asks of one hour, best first. */
    List<Ask> ladder(long hour) {
        return List.copyOf(ladders.getOrDefault(hour, List.of()));
    }

    /** The asks of one order that still rest, in the order of their hours. */
    List<Ask> asksOf(long orderId) {
        return ladders.values().stream()
                .flatMap(List::stream)
                .filter(ask -> ask.orderId() == orderId)
                .toList();
    }

    /** Resting buys, best priority first. */
    List<Buy> buys() {
        return List.copyOf(buys);
    }

    private NaiveWalk walk(Buy buy) {
        DeliveryWindow window = buy.window();
        List<List<Ask>> visible = new ArrayList<>(window.hours());
        for (long hour = window.start(); hour < window.end(); hour++) {
            visible.add(ladders.getOrDefault(hour, List.of()).stream()
                    .filter(ask -> ask.group() != buy.group())
                    .toList());
        }
        return NaiveWalk.of(buy, visible);
    }

    private Fill fill(Buy buy, NaiveWalk walk, List<Leg> legs) {
        Map<Long, Long> dearest = new TreeMap<>();
        for (NaiveWalk.Segment segment : walk.segments()) {
            for (Ask ask : segment.asks()) {
                dearest.merge(ask.hour(), ask.limit(), Math::max);
            }
        }
        List<Ask> selfMatched = new ArrayList<>();
        dearest.forEach((hour, limit) -> ladders.getOrDefault(hour, List.of()).stream()
                .filter(ask -> ask.group() == buy.group() && ask.limit() < limit)
                .forEach(selfMatched::add));
        return new Fill(buy, walk.lots(), legs, selfMatched);
    }

    /**
     * The legs when an incoming sell completes a resting buy. For an all-or-none buy the residual is shared over the
     * whole fill, for a divisible one over each run of equal strips; it is one whole number of ticks for every lot-hour
     * of the incoming seller.
     */
    private static List<Leg> legsAtTheBuyersLimit(Buy buy, NaiveWalk walk, long seller, LongUnaryOperator bandTop) {
        List<Leg> legs = new ArrayList<>();
        List<List<NaiveWalk.Segment>> shares = buy.allOrNone()
                ? List.of(walk.segments())
                : walk.segments().stream().map(List::of).toList();
        for (List<NaiveWalk.Segment> share : shares) {
            long budget = 0;
            long sellerLotHours = 0;
            for (NaiveWalk.Segment segment : share) {
                budget += buy.stripLimit() * segment.lots();
                for (Ask ask : segment.asks()) {
                    if (ask.orderId() == seller) {
                        sellerLotHours += segment.lots();
                    } else {
                        budget -= ask.limit() * segment.lots();
                    }
                }
            }
            long residual = sellerLotHours == 0 ? 0 : Math.floorDiv(budget, sellerLotHours);
            legs.addAll(legs(share, hour -> Math.min(residual, bandTop.applyAsLong(hour)), seller));
        }
        return legs;
    }

    /**
     * One leg for each ask that is used.
     *
     * @param sellerPrice by hour, what the asks of {@code seller} print at; all others print at their own limit
     */
    private static List<Leg> legs(List<NaiveWalk.Segment> segments, LongUnaryOperator sellerPrice, long seller) {
        Map<Ask, Long> lots = new LinkedHashMap<>();
        for (NaiveWalk.Segment segment : segments) {
            for (Ask ask : segment.asks()) {
                lots.merge(ask, segment.lots(), Long::sum);
            }
        }
        List<Leg> legs = new ArrayList<>(lots.size());
        lots.forEach((ask, count) -> legs.add(new Leg(
                ask,
                count,
                ask.orderId() == seller ? Math.max(ask.limit(), sellerPrice.applyAsLong(ask.hour())) : ask.limit())));
        legs.sort(Comparator.comparingLong((Leg leg) -> leg.ask().hour()));
        return legs;
    }

    private static <T> void insert(List<T> sorted, T item, Comparator<T> priority) {
        int at = sorted.size();
        while (at > 0 && priority.compare(sorted.get(at - 1), item) > 0) {
            at--;
        }
        sorted.add(at, item);
    }
}
