package io.tidemark.exchange.pool;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.pool.Event.LeaseEnd;
import io.tidemark.exchange.spot.Contender;
import io.tidemark.exchange.spot.Reclaim;
import java.util.List;
import java.util.Objects;

/** Leases whose lots are asked back: who goes first, with how much notice, and when the lots are there. */
final class ReclaimDesk {
    private final PoolState state;
    private final SpotFile bids;
    private final Notices notices;
    private final SpotHour hour;
    private final LeaseCash cash;

    ReclaimDesk(PoolState state, SpotFile bids, Notices notices, SpotHour hour, LeaseCash cash) {
        this.state = state;
        this.bids = bids;
        this.notices = notices;
        this.hour = hour;
        this.cash = cash;
    }

    /** The leases that {@link #reclaim} would end now, and how much of each; ascending by bid. */
    List<Event.LeaseLots> lastInLine(long need) {
        List<Contender> leases = bids.open().stream()
                .filter(SpotBid::isRunning)
                .map(SpotBid::asLease)
                .toList();
        return Reclaim.select(need, leases).entrySet().stream()
                .map(entry ->
                        new Event.LeaseLots(entry.getKey(), bid(entry.getKey()).account(), entry.getValue()))
                .toList();
    }

    private SpotBid bid(long id) {
        return Objects.requireNonNull(bids.find(id));
    }

    /**
     * Ends leases with notice until so many lots are on their way back.
     *
     * @return how many lots are; less than the need when no lease is left
     */
    long reclaim(long need) {
        long freed = 0;
        for (Event.LeaseLots last : lastInLine(need)) {
            endWithNotice(bid(last.bidId()), last.lots());
            freed += last.lots();
        }
        return freed;
    }

    private void endWithNotice(SpotBid bid, long lots) {
        long runningHour = state.runningHour();
        long endsAt = state.now + bid.noticeSeconds() * 1_000L;
        boolean young = state.now - bid.startedAt() < state.rules.youngLease();
        bid.meter().stop(lots, Hours.startMillis(runningHour), state.now, young);
        notices.add(bid, lots, endsAt);
        state.emit(new Event.LeaseNoticed(bid.id, bid.account(), lots, endsAt, young));
        if (!bid.isRunning()) {
            cash.pay(bid, runningHour);
        }
    }

    /** When everything that is to go back has gone: now, or the end of the last notice that the capacity waits for. */
    long fitsAt() {
        return hour.fits() ? state.now : notices.lastEnd().orElse(state.now);
    }

    /** The instant at which the next noticed lots are handed back, or {@link Long#MAX_VALUE}. */
    long nextNoticeEnd() {
        return notices.firstEnd().orElse(Long.MAX_VALUE);
    }

    /** Lots whose notice has ended are handed back. */
    void endNotices() {
        for (SpotSnapshot.Notice notice : notices.takeEndedBy(state.now)) {
            state.emit(new Event.LeaseEnded(notice.bidId(), notice.account(), notice.lots(), LeaseEnd.RECLAIMED));
        }
    }
}
