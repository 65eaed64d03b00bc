package io.tidemark.exchange.pool;

import io.tidemark.exchange.book.Buy;
import io.tidemark.exchange.book.SelfMatch;
import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.pool.Query.OrderKind;
import io.tidemark.exchange.pool.View.LeaseView;
import io.tidemark.exchange.pool.View.OrderView;
import io.tidemark.exchange.pool.View.OrdersView;
import io.tidemark.exchange.pool.View.WhyNot;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The firm orders and spot bids of an account, each with why it does not trade. Reads only. */
final class OrderReader {
    private final PoolState state;
    private final OrderDesk orders;
    private final SpotDesk spot;
    private final PhaseDesk phases;
    private final ClientIds clientIds;

    OrderReader(PoolState state, OrderDesk orders, SpotDesk spot, PhaseDesk phases, ClientIds clientIds) {
        this.state = state;
        this.orders = orders;
        this.spot = spot;
        this.phases = phases;
        this.clientIds = clientIds;
    }

    View order(Query.OrderOf query) {
        return order(query.account(), query.orderId());
    }

    View order(Query.OrderByClientId query) {
        ClientIds.Entry known = clientIds.find(query.account(), ClientIds.given(query.clientOrderId()));
        return known == null ? new View.Nothing() : order(query.account(), known.orderId());
    }

    View.OpenOrdersView countOpen() {
        return new View.OpenOrdersView(orders.open(), spot.bids().open().size());
    }

    private View order(long account, long orderId) {
        Optional<View> order =
                Optional.ofNullable(orders.find(account, orderId)).map(this::view);
        return order.or(() -> spot.bids().find(account, orderId).map(this::view))
                .orElseGet(View.Nothing::new);
    }

    /** Cuts the page first and looks closer only at what is on it. */
    OrdersView orders(Query.OrdersOf query) {
        NavigableMap<Long, Supplier<OrderView>> page = new TreeMap<>(Comparator.reverseOrder());
        if (query.kind() != OrderKind.SPOT) {
            orders.ofAccount(query.account())
                    .newestBefore(
                            query.after(),
                            query.openOnly(),
                            orders.find(query.account(), query.after()),
                            record -> record.enteredAt() <= query.enteredBy(),
                            query.limit())
                    .forEach(record -> page.put(record.id(), () -> view(record)));
        }
        if (query.kind() != OrderKind.FIRM) {
            spot.bids()
                    .ofAccount(query.account())
                    .newestBefore(
                            query.after(),
                            query.openOnly(),
                            spot.bids().find(query.account(), query.after()).orElse(null),
                            bid -> bid.enteredAt <= query.enteredBy(),
                            query.limit())
                    .forEach(bid -> page.put(bid.id, () -> view(bid)));
        }
        return new OrdersView(
                page.values().stream().limit(query.limit()).map(Supplier::get).toList());
    }

    private OrderView view(OrderRecord record) {
        Optional<WhyNot> why =
                Optional.ofNullable(record.restingBuy()).flatMap(this::whyNot).or(record::whyNotAtOnce);
        return new OrderView(
                record.id(),
                record.clientOrderId(),
                record.side(),
                Optional.of(record.window()),
                record.lots(),
                record.limit(),
                record.timeInForce(),
                record.isAllOrNone(),
                record.isAtMarket(),
                record.expiresAt(),
                record.isPostOnly(),
                record.selfMatch(),
                record.enteredAt(),
                record.filledLots(),
                record.value(),
                record.hold(),
                status(record.closeReason()),
                List.copyOf(record.fills()),
                Optional.empty(),
                why);
    }

    private OrderView view(SpotBid bid) {
        LeaseView lease = new LeaseView(
                bid.runningLots(),
                bid.meter().handedOverLots(),
                bid.startedAt(),
                spot.hour().price().orElse(0L),
                spot.notices().lotsOf(bid.id),
                spot.notices().firstEndOf(bid.id),
                bid.noticeSeconds(),
                bid.award());
        return new OrderView(
                bid.id,
                bid.bid.clientOrderId(),
                Side.BUY,
                Optional.empty(),
                bid.bid.lots(),
                bid.bid.maxTicks(),
                TimeInForce.GTC,
                bid.bid.gang(),
                false,
                0,
                false,
                SelfMatch.CANCEL_RESTING,
                bid.enteredAt,
                bid.runningLots(),
                bid.paidSoFar(),
                bid.nextHold() + bid.hourHold(),
                status(bid.closeReason()),
                List.of(),
                lease.lots() + lease.noticedLots() > 0 ? Optional.of(lease) : Optional.empty(),
                whyNot(bid));
    }

    private Optional<WhyNot> whyNot(SpotBid bid) {
        long missing = bid.bid.lots() - bid.runningLots();
        if (!bid.isOpen() || missing == 0) {
            return Optional.empty();
        }
        long ticks = spot.hour().price().orElse(0L);
        if (ticks > bid.bid.maxTicks()) {
            return Optional.of(new WhyNot.SpotPriceAbove(bid.bid.maxTicks(), ticks));
        }
        long needed = bid.bid.gang() ? missing : 1;
        long idle = spot.hour().idleLots();
        long offered = spot.hour().offeredLots();
        if (offered < Math.min(idle, needed)) {
            return Optional.of(
                    new WhyNot.ReserveAbove(offered, needed, ticks, spot.hour().reserveOf(needed)));
        }
        return Optional.of(new WhyNot.NoIdleLots(idle, needed));
    }

    private Optional<WhyNot> whyNot(Buy buy) {
        return phases.holds().or(() -> Obstacle.to(state.book, buy));
    }

    private static String status(Event.@Nullable CloseReason closed) {
        return closed == null ? "OPEN" : closed.name();
    }
}
