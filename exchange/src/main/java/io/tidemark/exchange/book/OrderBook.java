package io.tidemark.exchange.book;

import io.tidemark.exchange.book.Fill.Leg;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Resting buys and hourly asks of one pool. After every continuous event the book is quiet: no resting buy could trade.
 *
 * <p>Not thread-safe: one book, one caller at a time.
 */
public final class OrderBook {
    /** Above every price, and yet its product with lots and hours fits a long. */
    private static final long ANY_LIMIT = 1_000_000_000;

    private final Calendar calendar = new Calendar();
    private final Blocks blocks = new Blocks();
    private final Walk walk = new Walk();
    private final Incoming incoming = new Incoming(calendar, blocks);

    /** Whether asks came to rest that no buy was tried against: what the buys remember is void. */
    private boolean unseenAsks;

    private boolean stoppedByBand;

    // ---- trading

    /**
     * How far a buy would get now, whether it rests or not. The book does not change; the answer holds until the next
     * question.
     */
    public Walk walk(Buy buy, PriceBand band) {
        walk.walk(buy, calendar, band, Eyes.USUAL);
        return walk;
    }

    /**
     * An incoming buy takes the cheapest asks of each of its hours at their own prices. What is left of it is the
     * caller's to {@link #rest} or to drop; a buy that rests already, and is tried again, goes on resting.
     *
     * @return the one fill, or null
     */
    public @Nullable Fill sweep(Buy buy, PriceBand band) {
        stoppedByBand = false;
        if (buy.isSimple() && calendar.touch(buy.start()) > buy.limit()) {
            return null;
        }
        walk.walk(buy, calendar, band, Eyes.USUAL);
        stoppedByBand = walk.isStoppedByBand();
        if (walk.lots() == 0) {
            remember(buy);
            return null;
        }
        Fill fill = Fills.atTheAsks(buy, walk);
        execute(fill);
        return fill;
    }

    /** Only buys that want all their lots are looked up by what they need; for the others the touch says enough. */
    private void remember(Buy buy) {
        if (buy.allOrNone()) {
            buy.need().remember(buy, walk);
        }
    }

    /** As {@link #sweep}, but the asks of the buyer's own group stay, also those that stood in its way. */
    public @Nullable Fill sweepPastItsGroup(Buy buy, PriceBand band) {
        walk.walk(buy, calendar, band, Eyes.USUAL);
        if (walk.lots() == 0) {
            return null;
        }
        Fill past = Fills.atTheAsks(buy, walk);
        Fill fill = new Fill(buy, past.lots(), past.legs(), List.of());
        execute(fill);
        return fill;
    }

    /** Whether the band stood in the way of the buy that was swept last. */
    public boolean wasStoppedByBand() {
        return stoppedByBand;
    }

    /** How an incoming sell went. */
    public enum Offered {
        /** All buys that it concerns were tried. */
        TRIED,
        /** A fill would have left the band; it was not made, and no further buy was tried. */
        STOPPED_BY_BAND,
        /** A buy of its own group was next; it did not trade, and no further buy was tried. */
        MET_ITS_GROUP
    }

    /** Hears how an incoming sell goes, as it goes. */
    public interface OfferListener {
        /** A fill was executed; the book shows it and no later one. */
        void filled(Fill fill);

        /** The sell would trade with this buy of its own group. */
        void metItsGroup(Buy buy);
    }

    /**
     * An incoming sell: all its hourly asks are inserted first, then the resting buys that touch its hours are tried
     * once, best priority first. A buy that trades pays exactly its own limit, other asks get theirs, and the incoming
     * seller gets what remains.
     *
     * @param first the earliest of the hourly asks of one order; those that are not used up are in the book afterwards
     * @param stopsAtItsGroup whether a buy of its own group that could trade with it ends the trying, instead of being
     *     passed over
     */
    public Offered offer(Ask first, PriceBand band, boolean stopsAtItsGroup, OfferListener listener) {
        for (Ask ask = first; ask != null; ask = ask.later()) {
            calendar.insert(ask);
        }
        if (first.later() == null && blocks.isEmpty() && meetsNoBid(first)) {
            return Offered.TRIED;
        }
        long seller = first.orderId();
        long group = first.group();
        incoming.begin(first, unseenAsks, stopsAtItsGroup);
        Offered how = Offered.TRIED;
        for (Buy buy = incoming.next(); buy != null && how == Offered.TRIED; ) {
            boolean own = buy.group() == group;
            walk.walk(buy, calendar, PriceBand.NONE, own ? new Eyes(seller, Eyes.NO_ORDER) : Eyes.USUAL);
            if (walk.lots() == 0) {
                remember(buy);
            } else if (own) {
                how = Offered.MET_ITS_GROUP;
            } else if (!fillAtTheLimit(buy, seller, band, listener)) {
                how = Offered.STOPPED_BY_BAND;
            }
            if (how == Offered.TRIED) {
                buy = incoming.next();
            } else if (own) {
                listener.metItsGroup(buy);
            }
        }
        incoming.end();
        return how;
    }

    private static boolean meetsNoBid(Ask ask) {
        Resting best = ask.ladder().facing().best();
        return best == null || best.limit() < ask.limit();
    }

    /** False if the band stopped it, wholly or in part. */
    private boolean fillAtTheLimit(Buy buy, long seller, PriceBand band, OfferListener listener) {
        int segments = walk.segments();
        Fill fill = Fills.atTheLimit(buy, walk, seller, band);
        boolean whole = walk.segments() == segments;
        if (fill.lots() > 0) {
            execute(fill);
            listener.filled(fill);
        }
        return whole;
    }

    /** What would be the first thing to happen to an order that comes in. */
    public enum First {
        NOTHING,
        A_FILL,
        THE_BAND
    }

    /** What would happen to a buy; the book does not change. */
    public First firstFor(Buy buy, PriceBand band) {
        walk.walk(buy, calendar, band, Eyes.USUAL);
        return walk.lots() > 0 ? First.A_FILL : walk.isStoppedByBand() ? First.THE_BAND : First.NOTHING;
    }

    /**
     * What would happen to a sell; the book is the same afterwards.
     *
     * @param earliest of its asks
     * @param stopsAtItsGroup as for {@link #offer}; nothing follows then
     * @param inPlaceOf the order that it would take the place of, or a number that no order has
     */
    public First firstFor(Ask earliest, PriceBand band, boolean stopsAtItsGroup, long inPlaceOf) {
        long seller = earliest.orderId();
        long group = earliest.group();
        for (Ask ask = earliest; ask != null; ask = ask.later()) {
            calendar.insert(ask);
        }
        incoming.begin(earliest, unseenAsks, stopsAtItsGroup);
        First first = First.NOTHING;
        boolean metItsGroup = false;
        for (Buy buy = incoming.next(); buy != null && first == First.NOTHING && !metItsGroup; buy = incoming.next()) {
            boolean own = buy.group() == group;
            walk.walk(buy, calendar, PriceBand.NONE, new Eyes(own ? seller : Eyes.NO_ORDER, inPlaceOf));
            if (walk.lots() > 0 && own) {
                metItsGroup = true;
            } else if (walk.lots() > 0) {
                Fill fill = Fills.atTheLimit(buy, walk, seller, band);
                first = fill.lots() > 0 ? First.A_FILL : First.THE_BAND;
            }
        }
        incoming.end();
        for (Ask ask = earliest; ask != null; ask = ask.later()) {
            calendar.remove(ask);
        }
        return first;
    }

    /** The asks of its own group that a buy would take out if it came now: cheaper than the dearest lot in their hour. */
    public List<Ask> inTheWayOf(Buy buy, PriceBand band) {
        walk.walk(buy, calendar, band, Eyes.USUAL);
        return walk.lots() == 0 ? List.of() : Fills.selfMatched(buy, walk);
    }

    /**
     * After a call: resting buys in priority order are treated as incoming, again and again until the book is quiet.
     *
     * @param onFill told of each fill as soon as it is executed
     */
    public void resumeSweep(Consumer<Fill> onFill) {
        boolean quiet = false;
        while (!quiet) {
            quiet = true;
            for (Buy buy : buys()) {
                Fill fill = buy.isInBook() ? sweep(buy, PriceBand.NONE) : null;
                if (fill != null) {
                    onFill.accept(fill);
                    quiet = false;
                }
            }
        }
        unseenAsks = false;
    }

    /** Takes a fill out of the book: asks and buy shrink, and whatever is used up leaves. */
    public void execute(Fill fill) {
        reduce(fill.buy(), fill.lots());
        List<Leg> legs = fill.legs();
        for (int i = 0; i < legs.size(); i++) {
            reduce(legs.get(i).ask(), legs.get(i).lots());
        }
        for (int i = 0; i < fill.selfMatched().size(); i++) {
            remove(fill.selfMatched().get(i));
        }
    }

    // ---- coming and going

    /** Puts a buy among the resting ones, without trading. */
    public void rest(Buy buy) {
        if (buy.isSimple()) {
            calendar.insert(buy);
        } else {
            blocks.insert(buy);
        }
    }

    /** Puts an ask on its hour's ladder, without trading: in a call, and the operator's supply. */
    public void rest(Ask ask) {
        unseenAsks = true;
        calendar.insert(ask);
    }

    /** Takes a buy out, if it rests. */
    public void remove(Buy buy) {
        if (buy.isInBook()) {
            if (buy.isSimple()) {
                calendar.remove(buy);
            } else {
                blocks.remove(buy);
            }
        }
    }

    /** Takes an ask out, if it rests. */
    public void remove(Ask ask) {
        if (ask.isInBook()) {
            calendar.remove(ask);
        }
    }

    /** Takes lots off an ask that keeps its place; with none left it leaves. */
    public void reduce(Ask ask, long lots) {
        ask.fill(lots);
        if (ask.remaining() == 0) {
            remove(ask);
        }
    }

    /** Takes lots off a buy that keeps its place, if it has one; with none left it leaves. */
    public void reduce(Buy buy, long lots) {
        buy.fill(lots);
        if (buy.remaining() == 0) {
            remove(buy);
        }
    }

    /** Takes every ask of one hour out: its gate has closed. */
    public List<Ask> removeAsks(long hour) {
        List<Ask> gone = ladder(hour);
        gone.forEach(this::remove);
        calendar.drop(hour);
        blocks.drop(hour);
        return gone;
    }

    /** Takes out every buy whose window starts in an hour, best priority first: its gate has closed. */
    public List<Buy> removeBuys(long hour) {
        List<Buy> gone = buys(buy -> buy.window().start() == hour, hour, hour + 1);
        gone.forEach(this::remove);
        return gone;
    }

    // ---- what there is

    /** The asks of one hour, best first. */
    public List<Ask> ladder(long hour) {
        Ladder ladder = calendar.asks(hour);
        return ladder == null ? List.of() : ladder.list(Ask.class);
    }

    /** The hours in which something is offered, ascending. */
    public List<Long> hoursOffered() {
        List<Long> hours = new ArrayList<>();
        for (long hour = calendar.firstHour(); hour < calendar.endHour(); hour++) {
            if (calendar.bestAsk(hour) != null) {
                hours.add(hour);
            }
        }
        return hours;
    }

    /** Resting buys, best priority first. */
    public List<Buy> buys() {
        return buys(buy -> true, calendar.firstHour(), calendar.endHour());
    }

    /** Resting buys of one hour alone and in any number of lots, best first. */
    public List<Buy> bids(long hour) {
        Ladder ladder = calendar.bids(hour);
        return ladder == null ? List.of() : ladder.list(Buy.class);
    }

    private List<Buy> buys(Predicate<Buy> which, long fromHour, long toHour) {
        List<Buy> found = new ArrayList<>();
        blocks.addTo(found);
        found.removeIf(which.negate());
        for (long hour = fromHour; hour < toHour; hour++) {
            found.addAll(bids(hour));
        }
        found.sort(Blocks.PRIORITY);
        return found;
    }

    // ---- all of it, as values

    /** Everything that rests. */
    public BookSnapshot save() {
        List<BookSnapshot.RestingAsk> asks = new ArrayList<>();
        for (long hour : hoursOffered()) {
            ladder(hour).forEach(ask -> asks.add(BookSnapshot.RestingAsk.of(ask)));
        }
        return new BookSnapshot(
                asks, buys().stream().map(BookSnapshot.RestingBuy::of).toList());
    }

    /** Makes an empty book what another one was. Its buys remember nothing, so that no ask is news to what they do. */
    public void load(BookSnapshot saved) {
        saved.asks().forEach(ask -> rest(ask.toAsk()));
        saved.buys().forEach(buy -> rest(buy.toBuy()));
        unseenAsks = false;
    }

    // ---- what would be

    /** Why a buy would not trade at all now, or empty if it would. Answers for an order that is not in the book, too. */
    public Optional<Blocked> whyBlocked(Buy buy) {
        return walk(buy, PriceBand.NONE).blocked();
    }

    /** How many lots a buy would get now. */
    public long prospect(Buy buy) {
        return walk(buy, PriceBand.NONE).lots();
    }

    /**
     * The least limit in ticks per GPU-hour at which so many lots of a buy would trade now: their average for an
     * all-or-none buy, the dearest strip for a divisible one. Empty if so many are not on offer.
     */
    public OptionalLong limitFor(Buy buy, long lots) {
        walk(buy.as(buy.window(), ANY_LIMIT, buy.allOrNone(), lots), PriceBand.NONE);
        if (walk.lots() < lots) {
            return OptionalLong.empty();
        }
        Blocked.TooDear dear = buy.allOrNone()
                ? new Blocked.TooDear(walk.cost(), lots)
                : new Blocked.TooDear(walk.stripCost(walk.segments() - 1), 1);
        return OptionalLong.of(dear.leastLimit(buy.window().hours()));
    }
}
