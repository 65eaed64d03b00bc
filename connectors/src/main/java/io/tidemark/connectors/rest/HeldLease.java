package io.tidemark.connectors.rest;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.OrderFill;
import io.tidemark.exchange.pool.View.LeaseView;
import io.tidemark.exchange.pool.View.OrderView;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A lease as its holder sees it: the machines, what they cost, and how long they stay.
 *
 * @param lots how many it is to have
 * @param pricePerGpuHour for spot the price of the running hour, for firm the average of what was bought, rounded to four
 *     decimals
 * @param paidUsd so far, before fees; for spot the hour that runs is not in it yet
 * @param pricedLots for firm: the lots bought for this hour whose orders are still remembered; price and paidUsd are of
 *     these
 * @param notice what must be handed back, and how soon
 * @param assigned the lots it has or is getting
 */
record HeldLease(
        String leaseId,
        String kind,
        String pool,
        String from,
        @Nullable String until,
        long lots,
        boolean gang,
        @Nullable String pricePerGpuHour,
        @Nullable String pricePerLotHour,
        @Nullable String paidUsd,
        @Nullable Long pricedLots,
        @Nullable NoticeBody notice,
        List<LotBody> assigned) {
    private static final long MILLIS_PER_SECOND = 1_000;

    /**
     * Lots that go back; until then they run free of charge.
     *
     * @param endsInSeconds of market time, from the moment of this answer
     */
    record NoticeBody(long lots, String endsAt, long endsInSeconds) {}

    /** A lot: one NVLink domain. */
    record LotBody(
            String domain,
            String state,
            @Nullable String readySince,
            @Nullable String leavesAt,
            @Nullable Long leavesInSeconds,
            List<NodeBody> nodes) {
        static LotBody of(FleetDesk.Lot lot, long now) {
            return new LotBody(
                    lot.domain(),
                    lot.state(),
                    instant(lot.readySince()),
                    instant(lot.leavesAt()),
                    lot.leavesAt().isPresent() ? secondsTo(lot.leavesAt().getAsLong(), now) : null,
                    lot.nodes().stream().map(NodeBody::of).toList());
        }
    }

    record NodeBody(String node, String state, String sshHost, int sshPort, boolean simulated) {
        static NodeBody of(FleetDesk.Node node) {
            return new NodeBody(node.name(), node.state(), node.sshHost(), node.sshPort(), node.simulated());
        }
    }

    /** What the market knows of a lease's money. */
    private record Bill(
            @Nullable String pricePerGpuHour,
            @Nullable String pricePerLotHour,
            @Nullable String paidUsd,
            @Nullable Long pricedLots,
            @Nullable NoticeBody notice) {
        static final Bill UNKNOWN = new Bill(null, null, null, null, null);
    }

    /**
     * Puts the two halves together.
     *
     * @param orders those of the account in the pool that the market still remembers
     * @param now market time
     */
    static HeldLease of(FleetDesk.Lease lease, List<OrderView> orders, long now) {
        Bill bill = lease.kind() == FleetDesk.Kind.FIRM
                ? firm(lease.pool(), Hours.containing(lease.from()), orders)
                : orders.stream()
                        .filter(order -> new OrderId(lease.pool(), order.orderId())
                                .toString()
                                .equals(lease.leaseId()))
                        .findFirst()
                        .map(bid -> spot(lease.pool(), bid, now))
                        .orElse(Bill.UNKNOWN);
        return new HeldLease(
                lease.leaseId(),
                lease.kind().name(),
                lease.pool().toString(),
                Amounts.at(lease.from()),
                instant(lease.until()),
                lease.lots(),
                lease.gang(),
                bill.pricePerGpuHour(),
                bill.pricePerLotHour(),
                bill.paidUsd(),
                bill.pricedLots(),
                bill.notice(),
                lease.assigned().stream().map(lot -> LotBody.of(lot, now)).toList());
    }

    private static Bill spot(PoolId pool, OrderView bid, long now) {
        Optional<LeaseView> running = bid.lease();
        long ticks = running.map(LeaseView::ticks).orElse(0L);
        return new Bill(
                Amounts.perGpuHour(ticks),
                Amounts.perLotHour(ticks, pool),
                Money.format(bid.value()),
                null,
                running.filter(lease -> lease.noticedLots() > 0)
                        .map(lease -> new NoticeBody(
                                lease.noticedLots(),
                                Amounts.at(lease.noticeEndsAt()),
                                secondsTo(lease.noticeEndsAt(), now)))
                        .orElse(null));
    }

    /** A block was bought as a whole: an hour of it has its equal part, rounded down to the micro-dollar. */
    private static Bill firm(PoolId pool, long hour, List<OrderView> orders) {
        long lots = 0;
        long paid = 0;
        for (OrderView order : orders) {
            int hours = order.window()
                    .filter(window -> order.side() == Side.BUY && window.contains(hour))
                    .map(window -> window.hours())
                    .orElse(0);
            if (hours > 0) {
                for (OrderFill fill : order.fills()) {
                    lots += fill.lots();
                    paid += fill.value() / hours;
                }
            }
        }
        return lots == 0
                ? Bill.UNKNOWN
                : new Bill(
                        Amounts.average(paid, lots * pool.gpusPerLot()),
                        Amounts.average(paid, lots),
                        Money.format(paid),
                        lots,
                        null);
    }

    /** Rounded down: a countdown must not promise time that is not there. */
    private static long secondsTo(long at, long now) {
        return Math.max(0, at - now) / MILLIS_PER_SECOND;
    }

    private static @Nullable String instant(OptionalLong at) {
        return at.isPresent() ? Amounts.at(at.getAsLong()) : null;
    }
}
