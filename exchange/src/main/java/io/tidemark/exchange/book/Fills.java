package io.tidemark.exchange.book;

import io.tidemark.exchange.book.Fill.Leg;
import java.util.ArrayList;
import java.util.List;

/** Turns a walk into a fill: who sells which lots at which price, and which asks of the buyer's group fall for it. */
final class Fills {
    private static final long NO_SELLER = -1;

    private Fills() {}

    /** An incoming buy, or one that is tried again: every ask prints at its own limit. */
    static Fill atTheAsks(Buy buy, Walk walk) {
        List<Leg> legs = new ArrayList<>(walk.hours());
        for (int hour = 0; hour < walk.hours(); hour++) {
            addLegs(legs, walk, hour, 0, walk.segments(), NO_SELLER, 0, 0);
        }
        return new Fill(buy, walk.lots(), legs, selfMatched(buy, walk));
    }

    /**
     * An incoming sell completes a resting buy, which pays exactly its limit: other asks get theirs, the seller gets what is
     * left. For an all-or-none buy that is shared over the whole fill, for a divisible one over each segment; it is one
     * whole number of ticks for every lot-hour of the seller.
     *
     * <p>Where the band stops fills and a leg would leave it, the walk is cut before that leg's segment; an all-or-none buy
     * then gets nothing.
     *
     * @return the fill, or one of no lots
     */
    static Fill atTheLimit(Buy buy, Walk walk, long seller, PriceBand band) {
        List<Leg> legs = new ArrayList<>(walk.hours());
        int share = buy.allOrNone() ? walk.segments() : 1;
        int kept = 0;
        while (kept < walk.segments() && addShare(legs, buy, walk, kept, kept + share, seller, band)) {
            kept += share;
        }
        walk.cut(kept);
        return new Fill(buy, walk.lots(), legs, kept == 0 ? List.of() : selfMatched(buy, walk));
    }

    /** False, and nothing added, if the band forbids it. */
    private static boolean addShare(List<Leg> legs, Buy buy, Walk walk, int from, int to, long seller, PriceBand band) {
        int before = legs.size();
        long residual = residual(buy, walk, from, to, seller);
        for (int hour = 0; hour < walk.hours(); hour++) {
            long epochHour = buy.window().start() + hour;
            long high = band.high(epochHour);
            addLegs(legs, walk, hour, from, to, seller, residual, high);
            if (band.stopsFills() && leaves(legs, before, band)) {
                legs.subList(before, legs.size()).clear();
                return false;
            }
        }
        return true;
    }

    private static boolean leaves(List<Leg> legs, int from, PriceBand band) {
        for (int i = from; i < legs.size(); i++) {
            Leg leg = legs.get(i);
            long hour = leg.ask().hour();
            if (leg.ticks() < band.low(hour) || leg.ticks() > band.high(hour)) {
                return true;
            }
        }
        return false;
    }

    /**
     * What the buyer's limit leaves for each lot-hour of the seller, rounded down. Where the seller asks more for an hour than
     * that (a market order asks what each hour's band allows), the hour takes its own limit, and the others share the rest.
     */
    private static long residual(Buy buy, Walk walk, int from, int to, long seller) {
        long atTheirLimit = Long.MAX_VALUE;
        while (true) {
            long budget = 0;
            long sellerLotHours = 0;
            long highest = 0;
            for (int segment = from; segment < to; segment++) {
                long lots = walk.segmentLots(segment);
                budget += buy.stripLimit() * lots;
                for (int hour = 0; hour < walk.hours(); hour++) {
                    Ask ask = walk.ask(segment, hour);
                    if (ask.orderId() == seller && ask.limit() < atTheirLimit) {
                        sellerLotHours += lots;
                        highest = Math.max(highest, ask.limit());
                    } else {
                        budget -= ask.limit() * lots;
                    }
                }
            }
            long residual = sellerLotHours == 0 ? 0 : Math.floorDiv(budget, sellerLotHours);
            if (residual >= highest) {
                return residual;
            }
            atTheirLimit = highest;
        }
    }

    /** One leg for each ask that some segments take in an hour. */
    private static void addLegs(
            List<Leg> legs, Walk walk, int hour, int from, int to, long seller, long residual, long high) {
        int segment = from;
        while (segment < to) {
            Ask ask = walk.ask(segment, hour);
            long lots = 0;
            while (segment < to && walk.ask(segment, hour) == ask) {
                lots += walk.segmentLots(segment);
                segment++;
            }
            long ticks = ask.orderId() == seller ? Math.max(ask.limit(), Math.min(residual, high)) : ask.limit();
            legs.add(new Leg(ask, lots, ticks));
        }
    }

    /** Asks of the buyer's group that are cheaper than the dearest lot it takes in their hour: it has passed them over. */
    static List<Ask> selfMatched(Buy buy, Walk walk) {
        List<Ask> passedOver = List.of();
        for (int hour = 0; hour < walk.hours(); hour++) {
            Ask dearest = walk.ask(walk.segments() - 1, hour);
            int bestFirst = passedOver.size();
            for (Resting before = dearest.previous(); before != null; before = before.previous()) {
                if (before.group() == buy.group() && before.limit() < dearest.limit()) {
                    passedOver = passedOver.isEmpty() ? new ArrayList<>() : passedOver;
                    passedOver.add(bestFirst, (Ask) before);
                }
            }
        }
        return passedOver;
    }
}
