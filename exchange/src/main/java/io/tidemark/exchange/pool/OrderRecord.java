package io.tidemark.exchange.pool;

import io.tidemark.exchange.book.Ask;
import io.tidemark.exchange.book.Buy;
import io.tidemark.exchange.book.Order;
import io.tidemark.exchange.book.SelfMatch;
import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.clearing.Wallet;
import io.tidemark.exchange.contract.DeliveryWindow;
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
 * What the pool remembers of a firm order: what was asked, what it got, what is still held for it, and its place in the
 * book. An object serves for another order when this one is forgotten.
 */
final class OrderRecord extends Listed implements Order, Slots.Entry<OrderRecord> {
    private static final List<OrderFill> NO_FILLS = List.of();
    private static final int FIRST_FILLS = 4;

    private long enteredAt;
    private long endedAt;
    private long expiresAt;
    private long value;
    private long id;
    private long account;
    private long group;
    private long lots;
    private long limit;
    private long filledLots;
    private long hold;
    private long priority;
    private int feeCapBps;
    private boolean allOrNone;

    /** Whether only all of its lots will do, by either of its terms: asked at every replacement. */
    private boolean wantsAll;

    /** Whether the buy, if there is one, is that of the order which this was before. */
    private boolean buyIsOld;

    private boolean atMarket;
    private boolean postOnly;

    private @Nullable OrderRecord nextInSlot;
    private ClientIds.@Nullable Entry clientIds;
    private @Nullable CloseReason closed;
    private DeliveryWindow window;
    private Side side = Side.BUY;

    /** The participant's, nearer at hand. */
    private @Nullable Wallet wallet;

    private @Nullable Buy buy;

    /** The first of one for each hour that a sell still has to offer, by hour. */
    private @Nullable Ask firstAsk;

    private TimeInForce timeInForce = TimeInForce.IOC;
    private SelfMatch selfMatch = SelfMatch.CANCEL_RESTING;
    private @Nullable Participant participant;
    private String clientOrderId = "";
    private List<OrderFill> fills = NO_FILLS;
    private Optional<WhyNot> whyNotAtOnce = Optional.empty();

    OrderRecord(DeliveryWindow window) {
        this.window = window;
    }

    /**
     * Becomes the record of an order that comes in now.
     *
     * @param whose who gave it
     * @param ticks its limit, or what a market order has for one
     */
    void become(
            long newId,
            Participant whose,
            Command.SubmitOrder order,
            long ticks,
            long now,
            int newFeeCapBps,
            long newHold) {
        id = newId;
        belongTo(whose);
        side = order.side();
        window = order.window();
        timeInForce = order.timeInForce();
        allOrNone = order.allOrNone();
        wantsAll = allOrNone || timeInForce == TimeInForce.FOK;
        atMarket = order.isAtMarket();
        postOnly = order.postOnly();
        selfMatch = order.selfMatch();
        expiresAt = order.expiresAt();
        clientOrderId = order.clientOrderId();
        clientIds = null;
        lots = order.lots();
        limit = ticks;
        enteredAt = now;
        priority = newId;
        feeCapBps = newFeeCapBps;
        hold = newHold;
        if (filledLots > 0) {
            fills.clear();
        }
        filledLots = 0;
        value = 0;
        endedAt = 0;
        closed = null;
        whyNotAtOnce = Optional.empty();
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

    /** Whose order it is. */
    Participant participant() {
        return Objects.requireNonNull(participant);
    }

    Wallet wallet() {
        return Objects.requireNonNull(wallet);
    }

    private void belongTo(Participant whose) {
        participant = whose;
        wallet = whose.wallet();
        account = whose.account();
        group = whose.group();
    }

    /** Becomes what an order would be with other terms: for asking what would happen to it then. */
    void becomeLike(OrderRecord other, Command.Replace terms) {
        belongTo(other.participant());
        id = 0;
        priority = 0;
        side = other.side;
        window = other.window;
        timeInForce = other.timeInForce;
        allOrNone = other.allOrNone;
        wantsAll = other.wantsAll;
        atMarket = false;
        selfMatch = other.selfMatch;
        limit = terms.limit();
        fills = NO_FILLS;
        lots = terms.lots();
        filledLots = other.filledLots;
        other.fills.forEach(this::add);
        buyIsOld = true;
    }

    @Override
    long id() {
        return id;
    }

    @Override
    public int hash() {
        return Slots.hash(id);
    }

    @Override
    public @Nullable OrderRecord nextInSlot() {
        return nextInSlot;
    }

    @Override
    public void nextInSlot(@Nullable OrderRecord next) {
        nextInSlot = next;
    }

    long enteredAt() {
        return enteredAt;
    }

    // ---- what is asked

    long account() {
        return account;
    }

    /** That of its account. */
    long group() {
        return group;
    }

    DeliveryWindow window() {
        return window;
    }

    Side side() {
        return side;
    }

    boolean isBuy() {
        return side == Side.BUY;
    }

    boolean isAllOrNone() {
        return wantsAll;
    }

    TimeInForce timeInForce() {
        return timeInForce;
    }

    /** Whether it has one moment to trade. */
    boolean isAtOnce() {
        return timeInForce == TimeInForce.IOC || timeInForce == TimeInForce.FOK;
    }

    boolean isAtMarket() {
        return atMarket;
    }

    boolean isPostOnly() {
        return postOnly;
    }

    SelfMatch selfMatch() {
        return selfMatch;
    }

    /** When a GTD order dies, epoch milliseconds; 0 for any other. */
    long expiresAt() {
        return expiresAt;
    }

    /** The total that is asked for now, what is filled included. */
    long lots() {
        return lots;
    }

    /** The limit that stands now, in ticks. */
    long limit() {
        return limit;
    }

    /** The last one it was given. */
    String clientOrderId() {
        return clientOrderId;
    }

    /** The entry of all its ids, for forgetting them. */
    ClientIds.@Nullable Entry clientIds() {
        return clientIds;
    }

    void rememberIds(ClientIds.@Nullable Entry entry) {
        clientIds = entry;
    }

    /** Its place in time: among equal limits the lower goes first. */
    long priority() {
        return priority;
    }

    /** The largest fee rate of the schedule at entry; a later schedule can only be cheaper. */
    int feeCapBps() {
        return feeCapBps;
    }

    boolean keepsPriorityWith(Command.Replace terms) {
        return terms.limit() == limit && terms.lots() < lots;
    }

    /**
     * Other terms in the same place.
     *
     * @param name what it is called from now on, or null if that stays
     */
    void replace(Command.Replace terms, @Nullable String name, long newHold) {
        lots = terms.lots();
        limit = terms.limit();
        if (name != null) {
            clientOrderId = name;
        }
        hold = newHold;
    }

    /** Other terms, as if it had been entered now. */
    void enterAgain(Command.Replace terms, @Nullable String name, long newHold, long newPriority, int newFeeCapBps) {
        replace(terms, name, newHold);
        priority = newPriority;
        feeCapBps = newFeeCapBps;
    }

    // ---- its place in the book

    /**
     * What is left of a buy, to be entered or in the book already.
     *
     * @param inGroup the group that the book is to know it by
     */
    Buy buy(long inGroup) {
        long left = lots - filledLots;
        Buy mine = buy;
        if (mine == null) {
            mine = new Buy(id, account(), inGroup, window(), limit, isAllOrNone(), priority, left);
            mine.belongsTo(this);
            buy = mine;
        } else if (mine.isInBook()) {
            return mine;
        } else if (buyIsOld) {
            mine.become(id, account(), inGroup, window(), limit, isAllOrNone(), priority, left);
        } else {
            mine.again(inGroup, limit, priority, left);
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
                && side == Side.SELL
                && window.hours() == 1
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
        for (long hour = Math.max(window.start(), firstHour); hour < window.end(); hour++) {
            long left = lots - filledIn(hour);
            if (left > 0) {
                long ticks = isAtMarket() ? bands.low(hour) : limit;
                Ask ask = used;
                if (ask == null) {
                    ask = new Ask(id, account, inGroup, hour, ticks, priority, left);
                } else {
                    used = ask.later();
                    ask.become(id, account, inGroup, hour, ticks, priority, left);
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
        ask.again(inGroup, limit, priority, ask.remaining());
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
        if (window.hours() == 1) {
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

    private void add(OrderFill fill) {
        fills = fills == NO_FILLS ? new ArrayList<>(FIRST_FILLS) : fills;
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
                id, terms(), atMarket, enteredAt, priority, feeCapBps, hold, List.copyOf(fills), answers);
    }

    private Command.SubmitOrder terms() {
        return new Command.SubmitOrder(
                account(),
                clientOrderId,
                side,
                window,
                lots,
                limit,
                timeInForce,
                allOrNone,
                expiresAt,
                postOnly,
                selfMatch);
    }

    OrdersSnapshot.Ended saveEnded(List<FirstAnswer> answers) {
        return new OrdersSnapshot.Ended(save(answers), Objects.requireNonNull(closed), endedAt, whyNotAtOnce);
    }

    /** Becomes the record that another one was; {@link #rests} tells it what of it is in the book. */
    void load(OrdersSnapshot.Order saved, Participant whose) {
        become(saved.id(), whose, saved.order(), saved.order().limit(), saved.enteredAt(), saved.feeCapBps(), 0);
        atMarket = saved.atMarket();
        priority = saved.priority();
        saved.fills().forEach(fill -> filled(fill, 0));
        hold = saved.hold();
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
