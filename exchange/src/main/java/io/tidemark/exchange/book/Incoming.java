package io.tidemark.exchange.book;

import io.tidemark.exchange.contract.DeliveryWindow;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The resting buys that an incoming sell may let trade, best priority first. Bids of single hours come from their ladders;
 * blocks are looked through, and passed over where the touch or what they remember says that they cannot trade. Begin it
 * when the asks of the sell are in the book; between two calls of {@link #next} nothing may happen but a fill of the buy
 * that was given last.
 */
final class Incoming {
    private final Calendar calendar;
    private final Blocks blocks;

    private List<Ask> asks = List.of();
    private @Nullable Resting[] bids = {};
    private boolean tryAll;
    private boolean withItsGroup;
    private DeliveryWindow hours = new DeliveryWindow(0, 1);
    private long offered;
    private long cheapest;

    /** Where the search among the blocks stands, and what it has found there and not given yet. */
    private int at;

    private @Nullable Buy block;
    private @Nullable Buy given;

    Incoming(Calendar calendar, Blocks blocks) {
        this.calendar = calendar;
        this.blocks = blocks;
    }

    /**
     * @param all whether what the blocks remember is void
     * @param itsGroupToo whether buys of the seller's own group are given as well
     */
    void begin(List<Ask> incomingAsks, boolean all, boolean itsGroupToo) {
        asks = incomingAsks;
        tryAll = all;
        withItsGroup = itsGroupToo;
        at = 0;
        block = null;
        given = null;
        offered = 0;
        cheapest = Long.MAX_VALUE;
        if (bids.length < asks.size()) {
            bids = new @Nullable Resting[asks.size()];
        }
        for (int i = 0; i < asks.size(); i++) {
            Ask ask = asks.get(i);
            Ladder ladder = calendar.bids(ask.hour());
            bids[i] = ladder == null ? null : ladder.best();
            offered = Math.max(offered, ask.remaining());
            cheapest = Math.min(cheapest, ask.limit());
        }
        if (blocks.size() > 0) {
            long from = asks.get(0).hour();
            long to = asks.get(asks.size() - 1).hour();
            hours = new DeliveryWindow(from, Math.toIntExact(to - from + 1));
        }
    }

    /** The next one to try, or null. */
    @Nullable Buy next() {
        int hour = hourOfTheBestBid();
        Buy bid = hour < 0 ? null : (Buy) bids[hour];
        findBlock();
        Buy next = block;
        if (bid != null && (next == null || Blocks.isBefore(bid, next))) {
            bids[hour] = bid.behind;
            return bid;
        }
        given = next;
        block = null;
        return next;
    }

    private int hourOfTheBestBid() {
        int best = -1;
        for (int i = 0; i < asks.size(); i++) {
            Resting bid = nextBid(i);
            bids[i] = bid;
            if (bid != null && (best < 0 || Blocks.isBefore((Buy) bid, bestBid(best)))) {
                best = i;
            }
        }
        return best;
    }

    private Buy bestBid(int hour) {
        Resting bid = bids[hour];
        if (bid == null) {
            throw new IllegalStateException("no bid");
        }
        return (Buy) bid;
    }

    private @Nullable Resting nextBid(int hour) {
        Ask ask = asks.get(hour);
        Resting bid = bids[hour];
        while (bid != null && bid.group() == ask.group() && !withItsGroup) {
            bid = bid.behind;
        }
        return bid == null || bid.limit() < ask.limit() || ask.remaining() == 0 ? null : bid;
    }

    private void findBlock() {
        if (given != null) {
            // It may have been filled and gone: then another has its place.
            at += given.isInBook() ? 1 : 0;
            given = null;
        }
        if (block == null) {
            at = blocks.nextWithin(at, hours);
            while (at < blocks.size() && !mayTrade(blocks.get(at))) {
                at = blocks.nextWithin(at + 1, hours);
            }
            block = at < blocks.size() ? blocks.get(at) : null;
        }
    }

    private boolean mayTrade(Buy buy) {
        if (buy.group() == asks.get(0).group()) {
            return withItsGroup;
        }
        return buy.allOrNone()
                ? tryAll || buy.need().mayBeMetBy(buy.window(), hours, offered, cheapest)
                : calendar.leastStrip(buy.window()) <= buy.stripLimit();
    }

    /** The trying ends early: whatever was not asked yet has to be asked afresh next time. */
    void breakOff() {
        for (int i = at; i < blocks.size(); i++) {
            blocks.get(i).need().forget();
        }
    }

    /** Lets go of the sell. */
    void end() {
        asks = List.of();
        Arrays.fill(bids, null);
        block = null;
        given = null;
    }
}
