package io.tidemark.exchange.pool;

import io.tidemark.exchange.book.Ask;
import io.tidemark.exchange.book.Buy;
import io.tidemark.exchange.book.Order;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.lookup.Slots;
import io.tidemark.exchange.pool.Event.CloseReason;
import io.tidemark.exchange.pool.OrdersSnapshot.FirstAnswer;
import io.tidemark.exchange.pool.View.WhyNot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the pool remembers of a firm order: its terms, what it got, what is still held for it, and its place in the book. An
 * object serves for another order when this one is forgotten.
 */
final class OrderRecord extends OrderTerms implements Order, Slots.Entry<OrderRecord> {
    private static final List<OrderFill> NO_FILLS = List.of();

    private long filledLots;
    private long hold;
    private long value;
    private long endedAt;

    /** Whether the buy, if there is one, is that of the order which this was before. */
    private boolean buyIsOld;

    private @Nullable OrderRecord nextInSlot;
    private @Nullable CloseReason closed;
    private @Nullable Buy buy;

    /** The first of one for each hour that a sell still has to offer, by hour. */
    private @Nullable Ask firstAsk;

    private List<OrderFill> fills = NO_FILLS;
    private Optional<WhyNot> whyNotAtOnce = Optional.empty();

    OrderRecord(DeliveryWindow window) {
        super(window);
    }

    /**
     * Becomes the record of an order that comes in now.
     *
     * @param whose who gave it
     * @param ticks its limit, or what a market order has for one
     */
    void become(
            long id, Participant whose, Command.SubmitOrder order, long ticks, long now, int feeCapBps, long newHold) {
        take(id, whose, order, ticks, now, feeCapBps);
        beginAgain();
        hold = newHold;
    }

    /** Becomes the record that another one was; {@link #rests} tells it what of it is in the book. */
    void become(OrdersSnapshot.Order saved, Participant whose) {
        take(saved, whose);
        beginAgain();
        saved.fills().forEach(fill -> filled(fill, 0));
        hold = saved.hold();
    }

    private void beginAgain() {
        fills = NO_FILLS;
        filledLots = 0;
        value = 0;
        endedAt = 0;
        closed = null;
        whyNotAtOnce = Optional.empty();
        buyIsOld = true;
    }

    /** Becomes what an order would be with other terms: for asking what would happen to it then. */
    void becomeLike(OrderRecord other, Command.Replace terms) {
        takeLike(other, terms);
        fills = NO_FILLS;
        filledLots = other.filledLots;
        other.fills.forEach(this::add);
        buyIsOld = true;
    }

    /** The record behind a buy of the book. */
    static OrderRecord of(Buy buy) {
        return (OrderRecord) Objects.requireNonNull(buy.order());
    }

    /** The record behind an ask of the book; the operator's have none. */
    static OrderRecord of(Ask ask) {
        return (OrderRecord) Objects.requireNonNull(ask.order());
    }

    @Override
    public int hash() {
        return Slots.hash(id());
    }

    @Override
    public @Nullable OrderRecord nextInSlot() {
        return nextInSlot;
    }

    @Override
    public void nextInSlot(@Nullable OrderRecord next) {
        nextInSlot = next;
    }

    /**
     * Other terms in the same place.
     *
     * @param name what it is called from now on, or null if that stays
     */
    void replace(Command.Replace terms, @Nullable String name, long newHold) {
        change(terms, name);
        hold = newHold;
    }

    /** Other terms, as if it had been entered now. */
    void enterAgain(Command.Replace terms, @Nullable String name, long newHold, long priority, int feeCapBps) {
        replace(terms, name, newHold);
        queueAgain(priority, feeCapBps);
    }

    // ---- its place in the book

    /**
     * What is left of a buy, to be entered or in the book already.
     *
     * @param inGroup the group that the book is to know it by
     */
    Buy buy(long inGroup) {
        long left = lots() - filledLots;
        Buy mine = buy;
        if (mine == null) {
            mine = new Buy(id(), account(), inGroup, window(), limit(), isAllOrNone(), priority(), left);
            mine.belongsTo(this);
            buy = mine;
        } else if (mine.isInBook()) {
            return mine;
        } else if (buyIsOld) {
            mine.become(id(), account(), inGroup, window(), limit(), isAllOrNone(), priority(), left);
        } else {
            mine.again(inGroup, limit(), priority(), left);
        }
        buyIsOld = false;
        return mine;
    }

    /** The buy, if it rests. */
    @Nullable Buy restingBuy() {
        Buy mine = buy;
        return mine != null && mine.isInBook() ? mine : null;
    }

    /** The first of the asks of a sell, resting or not; the others follow by hour. Null if it has nothing to offer. */
    @Nullable Ask firstAsk() {
        return firstAsk;
    }

    /** Whether it is a sell of one hour that would offer as many lots there as it does now, if this were its total. */
    boolean offersInItsOneHour(long total) {
        Ask ask = firstAsk;
        return ask != null
                && !isBuy()
                && window().hours() == 1
                && ask.isInBook()
                && total - filledLots == ask.remaining();
    }

    boolean hasRestingAsks() {
        for (Ask ask = firstAsk; ask != null; ask = ask.later()) {
            if (ask.isInBook()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Begins to write down the asks of a sell anew; none of them may rest.
     *
     * @param inGroup the group that the book is to know them by
     */
    void writeAsks(long inGroup, long firstHour, Bands bands) {
        Ask last = null;
        Ask used = firstAsk;
        for (long hour = Math.max(window().start(), firstHour); hour < window().end(); hour++) {
            long left = lots() - filledIn(hour);
            if (left > 0) {
                long ticks = isAtMarket() ? bands.low(hour) : limit();
                Ask ask = used;
                if (ask == null) {
                    ask = new Ask(id(), account(), inGroup, hour, ticks, priority(), left);
                } else {
                    used = ask.later();
                    ask.become(id(), account(), inGroup, hour, ticks, priority(), left);
                }
                append(last, ask);
                last = ask;
            }
        }
        append(last, null);
    }

    /** Its one ask, which has left the book, comes in again with as many lots. */
    void askAgain(long inGroup) {
        Ask ask = Objects.requireNonNull(firstAsk);
        ask.again(inGroup, limit(), priority(), ask.remaining());
    }

    private void append(@Nullable Ask last, @Nullable Ask next) {
        if (last == null) {
            firstAsk = next;
        } else {
            last.followedBy(next);
        }
        if (next != null) {
            next.belongsTo(this);
        }
    }

    // ---- what it got

    boolean isOpen() {
        return closed == null;
    }

    long hold() {
        return hold;
    }

    /** For a buy, lots of the whole window that it got; for a sell, lot-hours that it sold. */
    long filledLots() {
        return filledLots;
    }

    List<OrderFill> fills() {
        return Collections.unmodifiableList(fills);
    }

    /** For a sell, lots of an hour that it sold. */
    long filledIn(long hour) {
        if (window().hours() == 1) {
            return filledLots;
        }
        long sold = 0;
        for (int i = 0; i < fills.size(); i++) {
            sold += fills.get(i).hour() == hour ? fills.get(i).lots() : 0;
        }
        return sold;
    }

    /** What its fills came to before fees, micro-dollars. */
    long value() {
        return value;
    }

    @Nullable CloseReason closeReason() {
        return closed;
    }

    long endedAt() {
        return endedAt;
    }

    /** What stood in the way of an order that had one moment to trade, as it was in that moment. */
    Optional<WhyNot> whyNotAtOnce() {
        return whyNotAtOnce;
    }

    void notFilledAtOnce(Optional<WhyNot> why) {
        whyNotAtOnce = why;
    }

    /** Most orders that are filled are filled once: a list that can grow begins with the second fill. */
    private void add(OrderFill fill) {
        if (fills == NO_FILLS) {
            fills = List.of(fill);
            return;
        }
        if (fills.size() == 1) {
            fills = new ArrayList<>(fills);
        }
        fills.add(fill);
    }

    void filled(OrderFill fill, long holdLeft) {
        add(fill);
        filledLots += fill.lots();
        value += fill.value();
        hold = holdLeft;
    }

    void close(CloseReason reason, long at) {
        closed = reason;
        endedAt = at;
        hold = 0;
    }

    // ---- all of it, as values

    OrdersSnapshot.Order save(List<FirstAnswer> answers) {
        return new OrdersSnapshot.Order(
                id(), terms(), isAtMarket(), enteredAt(), priority(), feeCapBps(), hold, List.copyOf(fills), answers);
    }

    OrdersSnapshot.Ended saveEnded(List<FirstAnswer> answers) {
        return new OrdersSnapshot.Ended(save(answers), Objects.requireNonNull(closed), endedAt, whyNotAtOnce);
    }

    /** It has ended, as that other one had. */
    void end(OrdersSnapshot.Ended saved) {
        closed = saved.closed();
        endedAt = saved.at();
        whyNotAtOnce = saved.whyNotAtOnce();
    }

    /** This is the buy of it that rests. */
    void rests(Buy mine) {
        mine.belongsTo(this);
        buy = mine;
        buyIsOld = false;
    }

    /** This is an ask of it that rests, behind those of earlier hours. */
    void rests(Ask mine) {
        Ask last = firstAsk;
        while (last != null && last.later() != null) {
            last = last.later();
        }
        append(last, mine);
    }
}
