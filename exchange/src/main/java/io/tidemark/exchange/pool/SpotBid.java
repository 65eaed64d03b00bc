package io.tidemark.exchange.pool;

import io.tidemark.exchange.pool.Event.CloseReason;
import io.tidemark.exchange.pool.OrdersSnapshot.FirstAnswer;
import io.tidemark.exchange.spot.Contender;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A standing spot bid and, while it runs, its lease: which lots since when, what is held for the hour that runs and for
 * the next one.
 */
final class SpotBid extends Listed {
    final long id;
    final Command.SubmitSpotBid bid;
    final long enteredAt;

    private final LeaseMeter meter = new LeaseMeter();

    /** What is set aside for the next hour. */
    private long nextHold;

    /** What is set aside for the hour that runs. */
    private long hourHold;

    private long startedAt;
    private long noticeSeconds;
    private long award;
    private long paidSoFar;
    private ClientIds.@Nullable Entry clientIds;
    private long endedAt;
    private @Nullable CloseReason closed;

    SpotBid(long id, Command.SubmitSpotBid bid, long enteredAt, long nextHold) {
        this.id = id;
        this.bid = bid;
        this.enteredAt = enteredAt;
        this.nextHold = nextHold;
    }

    @Override
    long id() {
        return id;
    }

    long account() {
        return bid.account();
    }

    boolean isOpen() {
        return closed == null;
    }

    boolean isRunning() {
        return meter.runningLots() > 0;
    }

    long runningLots() {
        return meter.runningLots();
    }

    /** When the lease that runs began. */
    long startedAt() {
        return startedAt;
    }

    /** The notice that it was promised when it started or was last renewed: what is published later is not its affair. */
    long noticeSeconds() {
        return noticeSeconds;
    }

    void promiseNotice(long seconds) {
        noticeSeconds = Math.max(RuleSheet.LEAST_NOTICE_SECONDS, seconds);
    }

    long nextHold() {
        return nextHold;
    }

    long hourHold() {
        return hourHold;
    }

    /** Lots that the auction gave it in the coming hour. */
    long award() {
        return award;
    }

    long paidSoFar() {
        return paidSoFar;
    }

    @Nullable CloseReason closeReason() {
        return closed;
    }

    /** The entry of its client order id, for forgetting it. */
    ClientIds.@Nullable Entry clientIds() {
        return clientIds;
    }

    void rememberIds(ClientIds.@Nullable Entry entry) {
        clientIds = entry;
    }

    long endedAt() {
        return endedAt;
    }

    /** As the auction sees it: all that it wants. */
    Contender asBidder() {
        return contender(bid.lots());
    }

    /** As an in-hour join sees it: what it wants beyond what it runs. */
    Contender asJoiner() {
        return contender(bid.lots() - runningLots());
    }

    /** As a reclaim sees it: what it runs. */
    Contender asLease() {
        return contender(runningLots());
    }

    private Contender contender(long lots) {
        return new Contender(id, lots, bid.maxTicks(), bid.gang(), isRunning(), startedAt, id);
    }

    void fundNextHour(long hold) {
        nextHold = hold;
    }

    /** The hold of the next hour becomes that of the running one. */
    void beginHour() {
        hourHold = nextHold;
        nextHold = 0;
    }

    /** A join late in the hour, for which the hold of the next hour cannot serve. */
    void fundThisHour(long hold) {
        hourHold = hold;
    }

    long releaseNextHold() {
        long released = nextHold;
        nextHold = 0;
        return released;
    }

    void awarded(long lots) {
        award = lots;
    }

    /** Runs so many lots more from now on. */
    void run(long lots, long now, boolean handedOver) {
        if (!isRunning()) {
            startedAt = now;
        }
        meter.run(lots, now, handedOver);
    }

    LeaseMeter meter() {
        return meter;
    }

    /** The hour is paid; what runs on is billed from here. */
    void paid(long amount, long now) {
        paidSoFar += amount;
        hourHold = 0;
        meter.restart(now);
    }

    void close(CloseReason reason, long at) {
        closed = reason;
        endedAt = at;
        award = 0;
    }

    SpotSnapshot.Bid save(List<FirstAnswer> answers) {
        return new SpotSnapshot.Bid(
                id,
                bid,
                enteredAt,
                nextHold,
                hourHold,
                startedAt,
                noticeSeconds,
                award,
                paidSoFar,
                meter.save(),
                meter.billedLotMillis(),
                Optional.ofNullable(closed),
                endedAt,
                answers);
    }

    /** What has happened to it since it was entered. */
    void load(SpotSnapshot.Bid saved) {
        nextHold = saved.nextHold();
        hourHold = saved.hourHold();
        startedAt = saved.startedAt();
        noticeSeconds = saved.noticeSeconds();
        award = saved.award();
        paidSoFar = saved.paidSoFar();
        meter.load(saved.stints(), saved.billedLotMillis());
        closed = saved.closed().orElse(null);
        endedAt = saved.endedAt();
    }
}
