package io.tidemark.exchange.pool;

import io.tidemark.exchange.book.SelfMatch;
import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.clearing.Wallet;
import io.tidemark.exchange.contract.DeliveryWindow;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is asked with a firm order, by whom, and since when: its terms as they stand. What came of it is for
 * {@link OrderRecord}, which extends this so that both are one object in memory: every command reads both.
 */
abstract class OrderTerms extends Listed {
    private long id;
    private long account;
    private long group;
    private long lots;
    private long limit;
    private long priority;
    private long enteredAt;
    private long expiresAt;
    private int feeCapBps;
    private boolean allOrNone;

    /** Whether only all of its lots will do, by either of its terms: asked at every replacement. */
    private boolean wantsAll;

    private boolean atMarket;
    private boolean postOnly;

    private DeliveryWindow window;
    private Side side = Side.BUY;
    private TimeInForce timeInForce = TimeInForce.IOC;
    private SelfMatch selfMatch = SelfMatch.CANCEL_RESTING;
    private @Nullable Participant participant;

    /** The participant's, nearer at hand. */
    private @Nullable Wallet wallet;

    private String clientOrderId = "";
    private ClientIds.@Nullable Entry clientIds;

    OrderTerms(DeliveryWindow window) {
        this.window = window;
    }

    /** Those of an order that comes in now. */
    final void take(long newId, Participant whose, Command.SubmitOrder order, long ticks, long now, int newFeeCapBps) {
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
    }

    /** Those of another order, as far as a replacement leaves them. */
    final void takeLike(OrderTerms other, Command.Replace terms) {
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
        lots = terms.lots();
    }

    /** Those of an order that a snapshot had; its limit there is what it has for one. */
    final void take(OrdersSnapshot.Order saved, Participant whose) {
        take(saved.id(), whose, saved.order(), saved.order().limit(), saved.enteredAt(), saved.feeCapBps());
        atMarket = saved.atMarket();
        priority = saved.priority();
    }

    private void belongTo(Participant whose) {
        participant = whose;
        wallet = whose.wallet();
        account = whose.account();
        group = whose.group();
    }

    // ---- who asks, and since when

    @Override
    final long id() {
        return id;
    }

    /** Whose order it is. */
    final Participant participant() {
        return Objects.requireNonNull(participant);
    }

    final Wallet wallet() {
        return Objects.requireNonNull(wallet);
    }

    final long enteredAt() {
        return enteredAt;
    }

    // ---- what is asked

    final long account() {
        return account;
    }

    /** That of its account. */
    final long group() {
        return group;
    }

    final DeliveryWindow window() {
        return window;
    }

    final Side side() {
        return side;
    }

    final boolean isBuy() {
        return side == Side.BUY;
    }

    final boolean isAllOrNone() {
        return wantsAll;
    }

    final TimeInForce timeInForce() {
        return timeInForce;
    }

    /** Whether it has one moment to trade. */
    final boolean isAtOnce() {
        return timeInForce == TimeInForce.IOC || timeInForce == TimeInForce.FOK;
    }

    final boolean isAtMarket() {
        return atMarket;
    }

    final boolean isPostOnly() {
        return postOnly;
    }

    final SelfMatch selfMatch() {
        return selfMatch;
    }

    /** When a GTD order dies, epoch milliseconds; 0 for any other. */
    final long expiresAt() {
        return expiresAt;
    }

    /** The total that is asked for now, what is filled included. */
    final long lots() {
        return lots;
    }

    /** The limit that stands now, in ticks. */
    final long limit() {
        return limit;
    }

    /** The last one it was given. */
    final String clientOrderId() {
        return clientOrderId;
    }

    /** The entry of all its ids, for forgetting them. */
    final ClientIds.@Nullable Entry clientIds() {
        return clientIds;
    }

    final void rememberIds(ClientIds.@Nullable Entry entry) {
        clientIds = entry;
    }

    /** Its place in time: among equal limits the lower goes first. */
    final long priority() {
        return priority;
    }

    /** The largest fee rate of the schedule at entry; a later schedule can only be cheaper. */
    final int feeCapBps() {
        return feeCapBps;
    }

    final boolean keepsPriorityWith(Command.Replace terms) {
        return terms.limit() == limit && terms.lots() < lots;
    }

    /**
     * Other terms in the same place.
     *
     * @param name what it is called from now on, or null if that stays
     */
    final void change(Command.Replace terms, @Nullable String name) {
        lots = terms.lots();
        limit = terms.limit();
        if (name != null) {
            clientOrderId = name;
        }
    }

    /** Another place in time, and the fees of today. */
    final void queueAgain(long newPriority, int newFeeCapBps) {
        priority = newPriority;
        feeCapBps = newFeeCapBps;
    }

    /** As the command that would ask for it as it stands. */
    final Command.SubmitOrder terms() {
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
}
