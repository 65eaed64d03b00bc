package io.tidemark.exchange.book;

import io.tidemark.exchange.book.Fill.Leg;
import io.tidemark.exchange.contract.DeliveryWindow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;

/**
 * Resting buys and hourly asks of one pool. After every continuous event the book is quiet: no resting buy could trade.
 *
 * <p>Not thread-safe: one book, one caller at a time.
 */
public final class OrderBook {
    private static final Comparator<Buy> BUY_PRIORITY =
            Comparator.comparingLong(Buy::limit).reversed().thenComparingLong(Buy::sequence);

    /** Above every price, and yet its product with lots and hours fits a long. */
    private static final long ANY_LIMIT = 1_000_000_000;

    private final NavigableMap<Long, Ladder> ladders = new TreeMap<>();
    private final List<Buy> buys = new ArrayList<>();

    // Looked up, never walked: the order of a hash map reaches no output.
    private final Map<Long, Buy> buysById = new HashMap<>();
    private final Map<Long, List<Ask>> asksById = new HashMap<>();

    /** Whether asks came to rest that no buy was tried against: what the buys remember is void. */
    private boolean unseenAsks;

    /**
     * An incoming buy takes the cheapest asks of each of its hours at their own prices. What is left of it is the
     * caller's to {@link #rest} or to drop; a buy that rests already, and is tried again, goes on resting.
     *
     * @return the one fill, or empty; {@link #whyBlocked} then says why
     */
    public Optional<Fill> sweep(Buy incoming) {
        Walk walk = walk(incoming);
        if (walk.segments().isEmpty()) {
            incoming.need().remember(incoming, walk);
            return Optional.empty();
        }
        Fill fill = fill(incoming, walk, legs(walk.segments(), LongUnaryOperator.identity(), -1));
        execute(fill);
        return Optional.of(fill);
    }

    /** Puts a buy among the resting ones, without trading. */
    public void rest(Buy buy) {
        int found = Collections.binarySearch(buys, buy, BUY_PRIORITY);
        if (found >= 0) {
            throw new IllegalStateException("two buys have one place: " + buy.orderId());
        }
        buys.add(-found - 1, buy);
        buysById.put(buy.orderId(), buy);
    }

    /** Puts an ask on its hour's ladder, without trading: in a call, and the operator's supply. */
    public void rest(Ask ask) {
        unseenAsks = true;
        insert(ask);
    }

    private void insert(Ask ask) {
        ladders.computeIfAbsent(ask.hour(), hour -> new Ladder()).insert(ask);
        asksById.computeIfAbsent(ask.orderId(), order -> new ArrayList<>()).add(ask);
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
    public void offer(List<Ask> asks, LongUnaryOperator bandTop, Consumer<Fill> onFill) {
        asks.forEach(this::insert);
        long seller = asks.get(0).orderId();
        long from = asks.stream().mapToLong(Ask::hour).min().orElseThrow();
        long to = asks.stream().mapToLong(Ask::hour).max().orElseThrow();
        DeliveryWindow hours = new DeliveryWindow(from, Math.toIntExact(to - from + 1));
        for (Buy buy : thoseThatMayTrade(hours, asks)) {
            Walk walk = walk(buy);
            if (walk.segments().isEmpty()) {
                buy.need().remember(buy, walk);
            } else {
                Fill fill = fill(buy, walk, legsAtTheBuyersLimit(buy, walk, seller, bandTop));
                execute(fill);
                onFill.accept(fill);
            }
        }
    }

    /** In priority order. Fills only take asks away, so nobody joins them before the sell is done. */
    private List<Buy> thoseThatMayTrade(DeliveryWindow hours, List<Ask> asks) {
        long lots = 0;
        for (Ask ask : asks) {
            lots = Math.max(lots, ask.remaining());
        }
        Ask any = asks.get(0);
        List<Buy> found = new ArrayList<>();
        for (int i = 0; i < buys.size(); i++) {
            Buy buy = buys.get(i);
            if (buy.window().overlaps(hours)
                    && buy.group() != any.group()
                    && (unseenAsks || buy.need().mayBeMetBy(buy.window(), hours, lots, any.limit()))) {
                found.add(buy);
            }
        }
        return found;
    }

    /**
     * After a call: resting buys in priority order are treated as incoming, again and again until the book is quiet.
     *
     * @param onFill as in {@link #offer}
     */
    public void resumeSweep(Consumer<Fill> onFill) {
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
        unseenAsks = false;
    }

    /** Takes a fill out of the book: asks and buy shrink, and whatever is used up leaves. */
    public void execute(Fill fill) {
        fill.buy().fill(fill.lots());
        if (fill.buy().remaining() == 0) {
            removeBuy(fill.buy().orderId());
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
    public Optional<Buy> removeBuy(long orderId) {
        Optional<Buy> found = Optional.ofNullable(buysById.remove(orderId));
        found.ifPresent(buy -> buys.remove(Collections.binarySearch(buys, buy, BUY_PRIORITY)));
        return found;
    }

    /** A resting buy, found without a walk. */
    public Optional<Buy> buy(long orderId) {
        return Optional.ofNullable(buysById.get(orderId));
    }

    /** Takes all asks of an order out, in the order of their hours. */
    public List<Ask> removeAsks(long orderId) {
        List<Ask> found = asksOf(orderId);
        found.forEach(this::remove);
        return found;
    }

    /** Takes every ask of one hour out: its gate has closed. */
    public List<Ask> removeLadder(long hour) {
        List<Ask> gone = ladder(hour);
        gone.forEach(this::remove);
        return gone;
    }

    /** Takes lots off an ask that keeps its place; with none left it leaves. */
    public void reduce(Ask ask, long lots) {
        ask.fill(lots);
        if (ask.remaining() == 0) {
            remove(ask);
        }
    }

    /** Takes lots off a resting buy that keeps its place; with none left it leaves. */
    public void reduce(Buy buy, long lots) {
        buy.fill(lots);
        if (buy.remaining() == 0) {
            removeBuy(buy.orderId());
        }
    }

    /** Takes one hourly ask out. */
    public void remove(Ask ask) {
        Ladder ladder = ladders.get(ask.hour());
        if (ladder == null) {
            return;
        }
        ladder.remove(ask);
        if (ladder.isEmpty()) {
            ladders.remove(ask.hour());
        }
        List<Ask> siblings = asksById.get(ask.orderId());
        if (siblings != null && siblings.remove(ask) && siblings.isEmpty()) {
            asksById.remove(ask.orderId());
        }
    }

    /** The asks of one hour, best first. */
    public List<Ask> ladder(long hour) {
        return ladders.getOrDefault(hour, Ladder.EMPTY).asks();
    }

    /** The asks of one order that still rest, in the order of their hours. */
    public List<Ask> asksOf(long orderId) {
        return asksById.getOrDefault(orderId, List.of()).stream()
                .sorted(Comparator.comparingLong(Ask::hour))
                .toList();
    }

    /** The hours in which something is offered, ascending. */
    public List<Long> hoursOffered() {
        return List.copyOf(ladders.keySet());
    }

    /** Resting buys, best priority first. */
    public List<Buy> buys() {
        return List.copyOf(buys);
    }

    /** Why a buy would not trade at all now, or empty if it would. Answers for an order that is not in the book, too. */
    public Optional<Blocked> whyBlocked(Buy buy) {
        return Optional.ofNullable(walk(buy).blocked());
    }

    /** How many lots a buy would get now, and what they would cost: the sum over lots and hours, in ticks. */
    public Prospect prospect(Buy buy) {
        Walk walk = walk(buy);
        return new Prospect(
                walk.lots(),
                walk.segments().stream()
                        .mapToLong(segment -> segment.lots() * segment.stripCost())
                        .sum());
    }

    /**
     * The least limit in ticks per GPU-hour at which so many lots of a buy would trade now: their average for an
     * all-or-none buy, the dearest strip for a divisible one. Empty if so many are not on offer.
     */
    public OptionalLong limitFor(Buy buy, long lots) {
        Buy eager = new Buy(
                buy.orderId(),
                buy.account(),
                buy.group(),
                buy.window(),
                ANY_LIMIT,
                buy.allOrNone(),
                buy.sequence(),
                lots);
        Walk walk = walk(eager);
        if (walk.lots() < lots) {
            return OptionalLong.empty();
        }
        List<Walk.Segment> segments = walk.segments();
        long cost = buy.allOrNone()
                ? segments.stream()
                        .mapToLong(segment -> segment.lots() * segment.stripCost())
                        .sum()
                : segments.get(segments.size() - 1).stripCost();
        return OptionalLong.of(new Blocked.TooDear(cost, buy.allOrNone() ? lots : 1)
                .leastLimit(buy.window().hours()));
    }

    /** What an order would get if it came now. */
    public record Prospect(long lots, long cost) {}

    private Walk walk(Buy buy) {
        DeliveryWindow window = buy.window();
        List<Ladder> hours = new ArrayList<>(window.hours());
        for (long hour = window.start(); hour < window.end(); hour++) {
            hours.add(ladders.getOrDefault(hour, Ladder.EMPTY));
        }
        return Walk.of(buy, hours);
    }

    private Fill fill(Buy buy, Walk walk, List<Leg> legs) {
        Map<Long, Long> dearest = new TreeMap<>();
        for (Walk.Segment segment : walk.segments()) {
            for (Ask ask : segment.asks()) {
                dearest.merge(ask.hour(), ask.limit(), Math::max);
            }
        }
        List<Ask> selfMatched = new ArrayList<>();
        dearest.forEach(
                (hour, limit) -> ladders.getOrDefault(hour, Ladder.EMPTY).cheaperOf(buy.group(), limit, selfMatched));
        return new Fill(buy, walk.lots(), legs, selfMatched);
    }

    /**
     * The legs when an incoming sell completes a resting buy. For an all-or-none buy the residual is shared over the
     * whole fill, for a divisible one over each run of equal strips; it is one whole number of ticks for every lot-hour
     * of the incoming seller.
     */
    private static List<Leg> legsAtTheBuyersLimit(Buy buy, Walk walk, long seller, LongUnaryOperator bandTop) {
        List<Leg> legs = new ArrayList<>();
        List<List<Walk.Segment>> shares = buy.allOrNone()
                ? List.of(walk.segments())
                : walk.segments().stream().map(List::of).toList();
        for (List<Walk.Segment> share : shares) {
            long budget = 0;
            long sellerLotHours = 0;
            for (Walk.Segment segment : share) {
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
    private static List<Leg> legs(List<Walk.Segment> segments, LongUnaryOperator sellerPrice, long seller) {
        Map<Ask, Long> lots = new LinkedHashMap<>();
        for (Walk.Segment segment : segments) {
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
}
