package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.Known.known;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.pool.ShadowBook.Bid;
import io.tidemark.exchange.pool.ShadowBook.Offer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** All that is known of a pool from its events. */
final class ShadowMarket {
    final ShadowBook book = new ShadowBook();
    final ShadowTitles titles = new ShadowTitles();
    final ShadowSpot spot = new ShadowSpot();
    final ShadowBands bands = new ShadowBands();
    final ShadowTiers tiers = new ShadowTiers();

    /** The open firm orders. */
    final NavigableMap<Long, ShadowOrder> orders = new TreeMap<>();

    final NavigableMap<Long, Long> free = new TreeMap<>();
    private final Map<Long, Long> groups = new HashMap<>();
    private final NavigableMap<Long, Long> capacity = new TreeMap<>();

    /** Buys that could trade, if the band did not keep them from it after a reduction. */
    final Set<Long> heldBack = new HashSet<>();

    MarketRules rules = MarketRules.standard();
    Phase phase = Phase.CLOSED;
    long now;
    long lastGated = Long.MIN_VALUE;
    long listedUntil;
    long volatilityPauseUntil = Long.MIN_VALUE;
    private long places;

    RuleSheet sheet() {
        return bands.sheet;
    }

    Tier tierOf(long account) {
        return tiers.of(sheet(), groupOf(account), now);
    }

    int largestFeeBps(long account) {
        return Math.max(tierOf(account).makerBps(), tierOf(account).takerBps());
    }

    void open(long account, long group) {
        groups.put(account, group);
        free.put(account, 0L);
    }

    boolean knows(long account) {
        return groups.containsKey(account);
    }

    long groupOf(long account) {
        return groups.getOrDefault(account, account);
    }

    long capacityOf(long hour) {
        var entry = capacity.floorEntry(hour);
        return entry == null ? 0 : entry.getValue();
    }

    void capacityChanged(Event.CapacityChanged changed) {
        capacity.tailMap(changed.fromHour(), true).clear();
        for (int i = 0; i < changed.lots().size(); i++) {
            capacity.put(changed.fromHour() + i, changed.lots().get(i));
        }
    }

    /** The first hour whose gate is open, if a gate has closed before. */
    long firstOpenHour() {
        return Math.max(lastGated + 1, Hours.containing(now + rules.gateLead()) + 1);
    }

    long offeredBy(long account, long hour) {
        long lots = 0;
        for (Offer offer : book.offersOf(hour)) {
            lots += offer.account == account ? offer.lots : 0;
        }
        return lots;
    }

    /** Titles of an hour that a group holds, and those that its open buys may bring. */
    long positionOf(long group, long hour) {
        long lots = 0;
        for (long account : groups.keySet()) {
            lots += groupOf(account) == group ? titles.held(account, hour) : 0;
        }
        for (ShadowOrder order : orders.values()) {
            boolean counts = order.isBuy() && groupOf(order.account) == group && order.window.contains(hour);
            lots += counts ? order.lots : 0;
        }
        return lots;
    }

    /** Puts what is left of an order behind everything else at its limit. */
    void enterTheBook(ShadowOrder order) {
        enter(book, order, ++places);
    }

    long nextPlace() {
        return ++places;
    }

    /** The same in a book in which something is tried out. */
    void enter(ShadowBook into, ShadowOrder order, long place) {
        if (order.isBuy()) {
            if (order.lots > 0) {
                into.bids.put(order.id, bidOf(order, place));
            }
        } else {
            offersOf(order, place).forEach(into::offer);
        }
    }

    Bid bidOf(ShadowOrder order, long place) {
        return new Bid(
                order.id,
                order.account,
                groupOf(order.account),
                order.window,
                order.limit,
                order.allOrNone,
                place,
                order.lots);
    }

    /** What a sell has left in the hours that still trade; at market, each at what its hour's band allows. */
    private List<Offer> offersOf(ShadowOrder order, long place) {
        List<Offer> offers = new ArrayList<>();
        for (long hour = Math.max(order.window.start(), lastGated + 1); hour < order.window.end(); hour++) {
            long left = order.total - order.sold.getOrDefault(hour, 0L);
            if (left > 0) {
                long limit = order.limit == Command.SubmitOrder.AT_MARKET ? bands.lower(hour) : order.limit;
                offers.add(new Offer(order.id, order.account, groupOf(order.account), hour, limit, place, left));
            }
        }
        return offers;
    }

    ShadowOrder order(long id) {
        return known(orders.get(id), id);
    }
}
