package io.tidemark.exchange.pool;

import io.tidemark.exchange.book.SelfMatch;
import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.pool.Event.CloseReason;
import io.tidemark.exchange.pool.ShadowBook.AskKey;
import io.tidemark.exchange.pool.ShadowBook.Bid;
import io.tidemark.exchange.pool.ShadowBook.Expected;
import io.tidemark.exchange.pool.ShadowBook.Offer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Foretells what an order comes to, by trying it out in a copy of the book. */
final class ShadowDesk {
    private static final long LAST = Long.MAX_VALUE;

    /** In the place of the id of an order that is refused: it is tried out all the same. */
    static final long NO_ID = -7;

    /**
     * What an order must come to.
     *
     * @param refusals empty if it is accepted; otherwise the answer, or the few that are as good as each other
     * @param fall asks of its group that fall without a trade
     * @param buysFall resting buys of its group that fall
     * @param ending why it closes; empty if something of it rests
     * @param call whether a volatility call begins
     * @param heldBack whether it rests although it could trade outside the band
     */
    record Foretold(
            Set<Refusal> refusals,
            List<Expected> trades,
            Set<AskKey> fall,
            Set<Long> buysFall,
            @Nullable CloseReason ending,
            boolean call,
            boolean heldBack) {
        static Foretold refused(Refusal why, Refusal... others) {
            return new Foretold(EnumSet.of(why, others), List.of(), Set.of(), Set.of(), null, false, false);
        }

        private static Foretold rests() {
            return ends(null);
        }

        private static Foretold ends(@Nullable CloseReason why) {
            return new Foretold(Set.of(), List.of(), Set.of(), Set.of(), why, false, false);
        }

        boolean isRefused() {
            return !refusals.isEmpty();
        }

        /** Lots that a buy gets at once. */
        long filledLots() {
            return trades.stream().mapToLong(Expected::lots).sum();
        }
    }

    private final ShadowMarket market;

    ShadowDesk(ShadowMarket market) {
        this.market = market;
    }

    /** What an order comes to that is known under an id, or under any other if it is refused. */
    Foretold submit(long id, Command.SubmitOrder asked) {
        Foretold refused = refusal(asked);
        if (refused.isRefused()) {
            return refused;
        }
        ShadowOrder order = order(id, asked);
        return market.phase == Phase.CONTINUOUS ? incoming(market.book.copy(), order) : Foretold.rests();
    }

    /** The order by which titles are bought back. */
    static Command.SubmitOrder asOrder(Command.BuyBack back) {
        return new Command.SubmitOrder(
                Clearing.OPERATOR, "", Side.BUY, back.window(), back.lots(), back.limit(), TimeInForce.IOC, false);
    }

    /** What a buy-back comes to that is not refused. */
    Foretold buyBack(long id, Command.BuyBack back) {
        return incoming(market.book.copy(), order(id, asOrder(back)));
    }

    /** The order with the limit in ticks that a buy at market is given. */
    ShadowOrder order(long id, Command.SubmitOrder asked) {
        // The operator pays itself no fee.
        int feeBps = asked.account() == Clearing.OPERATOR ? 0 : market.largestFeeBps(asked.account());
        return new ShadowOrder(id, asked, limitOf(asked), feeBps);
    }

    private long limitOf(Command.SubmitOrder asked) {
        return asked.isAtMarket() && asked.side() == Side.BUY
                ? market.bands.marketLimit(asked.window())
                : asked.limit();
    }

    // ---- what is asked before an order is entered, in the order of the rulebook

    private Foretold refusal(Command.SubmitOrder asked) {
        boolean atOnce = asked.timeInForce() == TimeInForce.IOC || asked.timeInForce() == TimeInForce.FOK;
        if (!market.knows(asked.account())) {
            return Foretold.refused(Refusal.UNKNOWN_ACCOUNT);
        } else if (market.phase == Phase.HALT) {
            return Foretold.refused(Refusal.MARKET_HALTED);
        }
        boolean contradiction = (asked.isAtMarket() && asked.timeInForce() != TimeInForce.IOC)
                || (asked.timeInForce() == TimeInForce.GTD) != (asked.expiresAt() != 0)
                || (asked.postOnly() && (atOnce || asked.isAtMarket()));
        boolean inACall = market.phase == Phase.CALL && (atOnce || asked.isAtMarket());
        if (contradiction && inACall) {
            return Foretold.refused(Refusal.TERMS_CONTRADICT, Refusal.NOT_IN_A_CALL);
        } else if (contradiction) {
            return Foretold.refused(Refusal.TERMS_CONTRADICT);
        } else if (inACall) {
            return Foretold.refused(Refusal.NOT_IN_A_CALL);
        } else if (asked.window().start() < market.firstOpenHour()) {
            return Foretold.refused(Refusal.WINDOW_IN_THE_PAST);
        } else if (asked.window().end() > market.listedUntil) {
            return Foretold.refused(Refusal.WINDOW_NOT_LISTED);
        } else if (asked.lots() < 1) {
            return Foretold.refused(Refusal.LOTS_NOT_POSITIVE);
        } else if (asked.side() == Side.SELL && (asked.allOrNone() || asked.timeInForce() == TimeInForce.FOK)) {
            return Foretold.refused(Refusal.SELLERS_ARE_DIVISIBLE);
        } else if (asked.timeInForce() == TimeInForce.GTD && asked.expiresAt() <= market.now) {
            return Foretold.refused(Refusal.EXPIRY_IN_THE_PAST);
        }
        ShadowOrder order = order(NO_ID, asked);
        if (!asked.isAtMarket() && isOutsideTheStaticBand(order.limit)) {
            return Foretold.refused(Refusal.PRICE_OUTSIDE_BAND);
        } else if (order.total > market.rules.maxLots()) {
            return Foretold.refused(Refusal.TOO_MANY_LOTS);
        } else if (isWorthTooMuch(order)) {
            return Foretold.refused(Refusal.TOO_LARGE_A_VALUE);
        } else if (order.isBuy() && breaksThePositionLimit(order, order.lots)) {
            return Foretold.refused(Refusal.POSITION_LIMIT);
        } else if (!order.isBuy() && !titlesCover(order)) {
            return Foretold.refused(Refusal.TITLES_NOT_COVERED);
        } else if (order.isBuy() && order.hold > market.free.getOrDefault(order.account, 0L)) {
            return Foretold.refused(Refusal.INSUFFICIENT_CREDIT);
        }
        return Foretold.rests();
    }

    private boolean isOutsideTheStaticBand(long limit) {
        return limit < market.sheet().bandLow() || limit > market.sheet().bandHigh();
    }

    private boolean isWorthTooMuch(ShadowOrder order) {
        boolean each = order.limit == Command.SubmitOrder.AT_MARKET;
        long ticks = 0;
        for (long hour = order.window.start(); hour < order.window.end(); hour++) {
            ticks += each ? market.bands.lower(hour) : order.limit;
        }
        return ticks * order.total * ShadowTitles.LOT_TICK > market.rules.maxValue();
    }

    /** Whether with more lots than the group's open orders count already an hour is above the group's share of it. */
    private boolean breaksThePositionLimit(ShadowOrder order, long more) {
        int bps = market.tierOf(order.account).positionLimitBps();
        for (long hour = order.window.start(); bps > 0 && hour < order.window.end(); hour++) {
            long lots = Math.max(market.capacityOf(hour), market.titles.minted(hour));
            long position = market.positionOf(market.groupOf(order.account), hour) + more;
            if (position * 10_000 > lots * bps && position > Math.min(1, lots)) {
                return true;
            }
        }
        return false;
    }

    private boolean titlesCover(ShadowOrder order) {
        for (long hour = Math.max(order.window.start(), market.firstOpenHour()); hour < order.window.end(); hour++) {
            long idle = market.titles.held(order.account, hour) - market.offeredBy(order.account, hour);
            for (Offer own : market.book.offersOf(hour)) {
                idle += own.orderId == order.id ? own.lots : 0;
            }
            if (idle < order.total - order.sold.getOrDefault(hour, 0L)) {
                return false;
            }
        }
        return true;
    }

    // ---- continuous trading

    /** Whether a post-only order would trade is asked before its self-match policy, which comes last. */
    private Foretold incoming(ShadowBook book, ShadowOrder order) {
        if (order.postOnly) {
            Foretold usual = traded(book.copy(), order, SelfMatch.CANCEL_RESTING);
            if (!usual.trades().isEmpty()) {
                return Foretold.refused(Refusal.POST_ONLY_WOULD_TRADE);
            }
        }
        return traded(book, order, order.selfMatch);
    }

    private Foretold traded(ShadowBook book, ShadowOrder order, SelfMatch policy) {
        return order.isBuy() ? buy(book, order, policy) : sell(book, order, policy);
    }

    private static Expected whole(ShadowBook book, Bid bid, ShadowOrder sell, ShadowBands bands) {
        return book.fillOf(bid, sell.id, bands::upper);
    }

    private static Expected inside(ShadowBook book, Bid bid, ShadowOrder sell, ShadowBands bands, Expected whole) {
        return bands.inside(whole, bid, most -> book.fillOf(bid, most, sell.id, bands::upper));
    }

    private Foretold buy(ShadowBook book, ShadowOrder order, SelfMatch policy) {
        Bid bid = market.bidOf(order, LAST);
        Expected whole = book.fillOf(bid);
        Expected inside = market.bands.inside(whole, bid, most -> book.fillOf(bid, most));
        if (policy != SelfMatch.CANCEL_RESTING && !inside.selfMatched().isEmpty()) {
            Set<AskKey> fall = policy == SelfMatch.CANCEL_BOTH ? inside.selfMatched() : Set.of();
            return new Foretold(Set.of(), List.of(), fall, Set.of(), CloseReason.SELF_MATCH, false, false);
        }
        List<Expected> trades = inside.lots() > 0 ? List.of(inside) : List.of();
        boolean all = inside.lots() == bid.lots;
        return ended(order, trades, all, inside.lots() < whole.lots());
    }

    private Foretold sell(ShadowBook book, ShadowOrder order, SelfMatch policy) {
        ShadowBands bands = market.bands.copy();
        market.enter(book, order, LAST);
        List<Expected> trades = new ArrayList<>();
        boolean stopped = false;
        for (Bid bid : book.byPriority()) {
            if (stopped
                    || !bid.window.overlaps(order.window)
                    || book.offersOfOrder(order.id).isEmpty()) {
                continue;
            }
            if (bid.group == market.groupOf(order.account)) {
                if (policy != SelfMatch.CANCEL_RESTING && book.wouldMeet(bid, order.id)) {
                    Set<Long> falls = policy == SelfMatch.CANCEL_BOTH ? Set.of(bid.orderId) : Set.of();
                    return new Foretold(Set.of(), trades, Set.of(), falls, CloseReason.SELF_MATCH, false, false);
                }
                // The sell does nothing for a buy that cannot see it, also not for one that the band holds back.
                continue;
            }
            Expected whole = whole(book, bid, order, bands);
            Expected inside = inside(book, bid, order, bands, whole);
            stopped = inside.lots() < whole.lots();
            if (inside.lots() > 0) {
                trades.add(inside);
                book.execute(inside);
                bands.printed(inside.prints());
            }
        }
        return ended(order, trades, book.offersOfOrder(order.id).isEmpty(), stopped);
    }

    /** What becomes of that which did not trade, when the band may have stopped it. */
    private Foretold ended(ShadowOrder order, List<Expected> trades, boolean all, boolean stopped) {
        CloseReason ending = null;
        boolean call = false;
        if (all) {
            ending = CloseReason.FILLED;
        } else if (order.isAtOnce()) {
            ending = CloseReason.NOT_FILLED_AT_ONCE;
        } else if (stopped && market.now >= market.volatilityPauseUntil) {
            call = true;
        } else if (stopped && trades.isEmpty()) {
            return Foretold.refused(Refusal.OUTSIDE_DYNAMIC_BAND);
        } else if (stopped) {
            ending = CloseReason.OUTSIDE_BAND;
        }
        return new Foretold(Set.of(), trades, Set.of(), Set.of(), ending, call, false);
    }

    // ---- replacements

    Foretold replace(Command.Replace asked) {
        ShadowOrder order = market.orders.get(asked.orderId());
        if (isOpenBidOf(asked)) {
            return Foretold.refused(Refusal.NOT_REPLACEABLE);
        } else if (order == null || order.account != asked.account()) {
            return Foretold.refused(Refusal.NO_SUCH_ORDER);
        } else if (market.phase == Phase.HALT) {
            return Foretold.refused(Refusal.MARKET_HALTED);
        } else if (asked.lots() < 1) {
            return Foretold.refused(Refusal.LOTS_NOT_POSITIVE);
        } else if (isOutsideTheStaticBand(asked.limit())) {
            return Foretold.refused(Refusal.PRICE_OUTSIDE_BAND);
        } else if (asked.lots() > market.rules.maxLots()) {
            return Foretold.refused(Refusal.TOO_MANY_LOTS);
        }
        boolean keepsItsPlace = asked.limit() == order.limit && asked.lots() < order.total;
        ShadowOrder changed = changed(order, asked, keepsItsPlace);
        return keepsItsPlace ? reduced(changed) : enteredAgain(order, changed);
    }

    private boolean isOpenBidOf(Command.Replace asked) {
        ShadowSpot.Bid bid = market.spot.bids.get(asked.orderId());
        return bid != null && bid.account == asked.account();
    }

    /** The order as a replacement leaves it. */
    ShadowOrder changed(ShadowOrder order, Command.Replace asked, boolean keepsItsPlace) {
        Command.SubmitOrder terms = new Command.SubmitOrder(
                order.account,
                asked.clientOrderId(),
                order.side,
                order.window,
                asked.lots(),
                asked.limit(),
                order.timeInForce,
                order.allOrNone,
                order.expiresAt,
                order.postOnly,
                order.selfMatch);
        int feeCapBps = keepsItsPlace ? order.feeCapBps : market.largestFeeBps(order.account);
        ShadowOrder changed = new ShadowOrder(order.id, terms, asked.limit(), feeCapBps);
        changed.sold.putAll(order.sold);
        changed.lots = order.isBuy() ? Math.max(0, asked.lots() - order.filled()) : asked.lots();
        changed.hold = changed.worstCase();
        return changed;
    }

    private Foretold reduced(ShadowOrder changed) {
        ShadowBook book = market.book.copy();
        if (!changed.isBuy()) {
            boolean some = book.offersOfOrder(changed.id).stream()
                    .anyMatch(offer -> changed.sold.getOrDefault(offer.hour, 0L) < changed.total);
            return some ? Foretold.rests() : Foretold.ends(CloseReason.CANCELLED);
        } else if (changed.lots == 0) {
            return Foretold.ends(CloseReason.CANCELLED);
        } else if (market.phase != Phase.CONTINUOUS) {
            return Foretold.rests();
        }
        // It rests already: its group's asks fall for it as for any resting buy.
        Bid bid = market.bidOf(changed, LAST);
        Expected whole = book.fillOf(bid);
        Expected inside = market.bands.inside(whole, bid, most -> book.fillOf(bid, most));
        boolean stopped = inside.lots() < whole.lots();
        boolean call = stopped && market.now >= market.volatilityPauseUntil;
        return new Foretold(
                Set.of(),
                inside.lots() > 0 ? List.of(inside) : List.of(),
                Set.of(),
                Set.of(),
                inside.lots() == bid.lots ? CloseReason.FILLED : null,
                call,
                stopped && !call);
    }

    private Foretold enteredAgain(ShadowOrder order, ShadowOrder changed) {
        if (isWorthTooMuch(changed)) {
            return Foretold.refused(Refusal.TOO_LARGE_A_VALUE);
        } else if (changed.isBuy() && breaksThePositionLimit(changed, changed.lots - order.lots)) {
            return Foretold.refused(Refusal.POSITION_LIMIT);
        } else if (!changed.isBuy() && !titlesCover(changed)) {
            return Foretold.refused(Refusal.TITLES_NOT_COVERED);
        } else if (changed.hold - order.hold > market.free.getOrDefault(changed.account, 0L)) {
            return Foretold.refused(Refusal.INSUFFICIENT_CREDIT);
        }
        ShadowBook book = market.book.copy();
        book.bids.remove(changed.id);
        book.removeOffers(offer -> offer.orderId == changed.id);
        ShadowBook tried = book.copy();
        market.enter(tried, changed, LAST);
        boolean rests = tried.bids.containsKey(changed.id)
                || !tried.offersOfOrder(changed.id).isEmpty();
        if (!rests) {
            return Foretold.ends(CloseReason.CANCELLED);
        }
        return market.phase == Phase.CONTINUOUS ? incoming(book, changed) : Foretold.rests();
    }

    // ---- mass cancel

    /** The firm orders that a mass cancel ends, in this order. */
    List<Long> firmToCancel(Command.MassCancel cancel) {
        List<Long> ids = new ArrayList<>();
        for (Side side : List.of(Side.BUY, Side.SELL)) {
            for (ShadowOrder order : market.orders.values()) {
                boolean wanted = order.account == cancel.account()
                        && order.side == side
                        && cancel.side().map(only -> only == side).orElse(true)
                        && cancel.hours().map(order.window::overlaps).orElse(true);
                if (wanted) {
                    ids.add(order.id);
                }
            }
        }
        return ids;
    }

    /** The spot bids that a mass cancel ends, in this order. */
    List<Long> bidsToCancel(Command.MassCancel cancel) {
        return market.spot.bids.values().stream()
                .filter(bid -> cancel.spot() && bid.account == cancel.account())
                .map(bid -> bid.id)
                .toList();
    }

    /** Whether any order that a step leaves open is dead by its own word. */
    Set<Long> expired() {
        Set<Long> expired = new HashSet<>();
        for (ShadowOrder order : market.orders.values()) {
            if (order.timeInForce == TimeInForce.GTD && order.expiresAt <= market.now) {
                expired.add(order.id);
            }
        }
        return expired;
    }
}
