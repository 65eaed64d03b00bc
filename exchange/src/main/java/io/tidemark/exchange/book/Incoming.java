package io.tidemark.exchange.book;

import io.tidemark.exchange.contract.DeliveryWindow;
import java.util.Arrays;
import java.util.List;
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

    private List<Ask> asks = List.of();
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
     * @param all whether what the blocks remember is void
     * @param itsGroupToo whether buys of the seller's own group are given as well
     */
    void begin(List<Ask> incomingAsks, boolean all, boolean itsGroupToo) {
        asks = incomingAsks;
        tryAll = all;
        withItsGroup = itsGroupToo;
        count = 0;
        next = 0;
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
        if (!blocks.isEmpty()) {
            long from = asks.get(0).hour();
            long to = asks.get(asks.size() - 1).hour();
            hours = new DeliveryWindow(from, Math.toIntExact(to - from + 1));
            blocks.forEachWithin(hours, this);
            Arrays.sort(candidates, 0, count, Blocks.PRIORITY);
        }
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
        if (block.group() == asks.get(0).group()) {
            return withItsGroup;
        }
        // The need narrows with the question: it must be asked, whatever the touch says.
        return block.allOrNone()
                ? tryAll || block.need().mayBeMetBy(block.window(), hours, offered, cheapest)
                : calendar.leastStrip(block.window()) <= block.stripLimit();
    }

    /** The next one to try, or null. */
    @Nullable Buy next() {
        int hour = hourOfTheBestBid();
        Buy bid = hour < 0 ? null : (Buy) bids[hour];
        Buy block = next < count ? candidates[next] : null;
        if (bid != null && (block == null || Blocks.isBefore(bid, block))) {
            bids[hour] = bid.behind;
            return bid;
        }
        next++;
        return block;
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

    /** Lets go of the sell. */
    void end() {
        asks = List.of();
        Arrays.fill(bids, null);
        Arrays.fill(candidates, 0, count, null);
        count = 0;
        next = 0;
    }
}
