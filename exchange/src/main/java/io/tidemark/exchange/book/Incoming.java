package io.tidemark.exchange.book;

import io.tidemark.exchange.contract.DeliveryWindow;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The resting buys that an incoming sell may let trade, best priority first. Bids of single hours come from their ladders;
 * of the blocks that want its hours, those are left out of which the touch, or what they remember, says that they cannot
 * trade. Begin it when the asks of the sell are in the book; between two calls of {@link #next} nothing may happen but a
 * fill of the buy that was given last.
 */
final class Incoming implements Blocks.Visitor {
    private final Calendar calendar;
    private final Blocks blocks;

    private @Nullable Ask[] asks = {};
    private int parts;
    private long group;
    private boolean tryAll;
    private boolean withItsGroup;

    /** By ask, the next bid of its hour. */
    private @Nullable Resting[] bids = {};

    /** The blocks to try, in order, and the next of them. */
    private @Nullable Buy[] candidates = new @Nullable Buy[16];

    private int count;
    private int next;

    private DeliveryWindow hours = new DeliveryWindow(0, 1);
    private long offered;
    private long cheapest;

    Incoming(Calendar calendar, Blocks blocks) {
        this.calendar = calendar;
        this.blocks = blocks;
    }

    /**
     * @param first the earliest of the asks of the sell
     * @param all whether what the blocks remember is void
     * @param itsGroupToo whether buys of the seller's own group are given as well
     */
    void begin(Ask first, boolean all, boolean itsGroupToo) {
        group = first.group();
        tryAll = all;
        withItsGroup = itsGroupToo;
        count = 0;
        next = 0;
        offered = 0;
        cheapest = Long.MAX_VALUE;
        parts = 0;
        long to = first.hour();
        for (Ask ask = first; ask != null; ask = ask.later()) {
            add(ask);
            to = ask.hour();
        }
        if (!blocks.isEmpty()) {
            hours = new DeliveryWindow(first.hour(), Math.toIntExact(to - first.hour() + 1));
            blocks.forEachWithin(hours, this);
            Arrays.sort(candidates, 0, count, Blocks.PRIORITY);
        }
    }

    private void add(Ask ask) {
        if (parts == asks.length) {
            asks = Arrays.copyOf(asks, 2 * parts + 1);
            bids = Arrays.copyOf(bids, 2 * parts + 1);
        }
        Ladder ladder = calendar.bids(ask.hour());
        asks[parts] = ask;
        bids[parts] = ladder == null ? null : ladder.best();
        parts++;
        offered = Math.max(offered, ask.remaining());
        cheapest = Math.min(cheapest, ask.limit());
    }

    /** A block that wants one of the hours: is it to be tried? */
    @Override
    public void visit(Buy block) {
        if (mayTrade(block)) {
            if (count == candidates.length) {
                candidates = Arrays.copyOf(candidates, 2 * count);
            }
            candidates[count++] = block;
        }
    }

    private boolean mayTrade(Buy block) {
        if (block.group() == group) {
            return withItsGroup;
        }
        // The need narrows with the question: it must be asked, whatever the touch says.
        return block.allOrNone()
                ? tryAll || block.need().mayBeMetBy(block, hours, offered, cheapest)
                : calendar.leastStrip(block.start(), block.end()) <= block.stripLimit();
    }

    /** The next one to try, or null. */
    @Nullable Buy next() {
        int hour = hourOfTheBestBid();
        Buy bid = hour < 0 ? null : (Buy) bids[hour];
        Buy block = next < count ? candidates[next] : null;
        if (bid != null && (block == null || Blocks.isBefore(bid, block))) {
            bids[hour] = bid.next();
            return bid;
        }
        next++;
        return block;
    }

    private int hourOfTheBestBid() {
        int best = -1;
        for (int i = 0; i < parts; i++) {
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
        Ask ask = asks[hour];
        Resting bid = bids[hour];
        while (bid != null && bid.group() == group && !withItsGroup) {
            bid = bid.next();
        }
        return bid == null || ask == null || bid.limit() < ask.limit() || ask.remaining() == 0 ? null : bid;
    }

    /** Lets go of the sell. */
    void end() {
        Arrays.fill(asks, 0, parts, null);
        Arrays.fill(bids, 0, parts, null);
        parts = 0;
        Arrays.fill(candidates, 0, count, null);
        count = 0;
        next = 0;
    }
}
