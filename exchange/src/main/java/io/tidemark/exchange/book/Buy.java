package io.tidemark.exchange.book;

import io.tidemark.exchange.contract.DeliveryWindow;
import org.jspecify.annotations.Nullable;

/** A buy order as the book sees it: the same lots in every hour of a window, up to a limit per GPU-hour. */
public final class Buy extends Resting {
    /** Made when it is first asked for: most buys want one hour and never need it. */
    private @Nullable Need need;

    private DeliveryWindow window;

    // The window's, nearer at hand.
    private long start;
    private long end;
    private boolean allOrNone;
    private boolean simple;

    /** Its place among the {@link Blocks}, while it rests there. */
    private int number;

    /**
     * @param limit ticks per GPU-hour, averaged over the hours of the window
     * @param allOrNone whether only all of {@code lots} will do
     * @param sequence the order's place in time; among equal limits the lower goes first
     * @throws ArithmeticException if the limit is beyond an int, and so beyond any band
     */
    public Buy(
            long orderId,
            long account,
            long group,
            DeliveryWindow window,
            long limit,
            boolean allOrNone,
            long sequence,
            long lots) {
        this.window = window;
        become(orderId, account, group, window, limit, allOrNone, sequence, lots);
    }

    /** The same object as another buy; it must have left the book. */
    public void become(
            long newOrderId,
            long newAccount,
            long newGroup,
            DeliveryWindow newWindow,
            long newLimit,
            boolean whole,
            long newSequence,
            long lots) {
        become(newOrderId, newAccount, newGroup, newLimit, newSequence, lots);
        window = newWindow;
        start = newWindow.start();
        end = newWindow.end();
        allOrNone = whole;
        simple = newWindow.hours() == 1 && !whole;
    }

    @Override
    public void again(long newGroup, long newLimit, long newSequence, long lots) {
        super.again(newGroup, newLimit, newSequence, lots);
        forgetNeed();
    }

    /** The same for another window, limit and lots, all-or-none or not: for asking what would be. */
    public Buy as(DeliveryWindow otherWindow, long otherLimit, boolean whole, long lots) {
        return new Buy(orderId(), account(), group(), otherWindow, otherLimit, whole, sequence(), lots);
    }

    public DeliveryWindow window() {
        return window;
    }

    /** The first hour of its window. */
    long start() {
        return start;
    }

    /** The first hour after its window. */
    long end() {
        return end;
    }

    public boolean allOrNone() {
        return allOrNone;
    }

    /** The most that one lot through the whole window may cost, in ticks summed over its hours. */
    public long stripLimit() {
        return Math.multiplyExact(limit(), end - start);
    }

    /**
     * Whether it wants one hour, in any number of lots: then the ask with the best price alone says whether it trades, and it
     * queues among the bids of that hour. Any other buy is a block.
     */
    boolean isSimple() {
        return simple;
    }

    int number() {
        return number;
    }

    void number(int given) {
        number = given;
    }

    /** How far it was from trading when it was last tried. */
    Need need() {
        Need mine = need;
        if (mine == null) {
            mine = new Need();
            need = mine;
        }
        return mine;
    }

    private void forgetNeed() {
        if (need != null) {
            need.forget();
        }
    }

    @Override
    void fill(long lots) {
        super.fill(lots);
        forgetNeed();
    }
}
