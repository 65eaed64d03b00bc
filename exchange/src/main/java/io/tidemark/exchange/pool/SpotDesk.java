package io.tidemark.exchange.pool;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.pool.Event.CloseReason;
import io.tidemark.exchange.pool.Event.LeaseEnd;
import io.tidemark.exchange.pool.Reply.Refused;
import io.tidemark.exchange.spot.Contender;
import io.tidemark.exchange.spot.Reclaim;
import io.tidemark.exchange.spot.SpotAuction;
import io.tidemark.exchange.spot.Tranche;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Spot: standing bids, the auction of each hour, leases and what they pay, and their reclaim with notice.
 *
 * <p>A bid has one hour at its maximum set aside while it waits. When it runs, that hold pays for the hour, and ten
 * minutes before the next hour another is set aside, or the lease ends.
 */
final class SpotDesk {
    private static final long NO_PRICE = -1;

    private final PoolState state;
    private final ClientIds clientIds;
    private final SpotFile bids;
    private final Notices notices = new Notices();
    private final SpotChecks checks;
    private long hourTicks = NO_PRICE;
    private long nextTicks = NO_PRICE;
    private long nextSupply;

    SpotDesk(PoolState state, ClientIds clientIds) {
        this.state = state;
        this.clientIds = clientIds;
        this.bids = new SpotFile(clientIds);
        this.checks = new SpotChecks(state);
    }

    // ---- bids

    Reply submit(Command.SubmitSpotBid bid) {
        Refused tooFast = OrderRate.refusal(state, state.groups.standing(state.groupOf(bid.account())));
        if (tooFast != null) {
            return tooFast;
        }
        int known = clientIds.find(bid.account(), bid.clientOrderId());
        if (known != ClientIds.NONE) {
            return clientIds.answer(known);
        }
        Optional<Refused> refused = checks.refusal(bid);
        if (refused.isPresent()) {
            return refused.get();
        }
        long hold = checks.hourAtMax(bid);
        state.clearing.hold(bid.account(), hold);
        SpotBid standing = new SpotBid(state.nextId(), bid, state.now, hold);
        bids.enter(standing);
        state.emit(new Event.SpotBidEntered(
                standing.id, bid.account(), bid.clientOrderId(), bid.lots(), bid.maxTicks(), bid.gang(), hold));
        join();
        Reply.Accepted answer = new Reply.Accepted(standing.id, standing.runningLots(), 0, standing.isOpen());
        standing.rememberIds(clientIds.remember(
                bid.account(),
                bid.clientOrderId(),
                ClientIds.NONE,
                answer.orderId(),
                answer.filledLots(),
                answer.cost(),
                answer.open()));
        return answer;
    }

    Optional<Reply> cancel(Command.Cancel cancel) {
        SpotBid bid = bids.find(cancel.orderId());
        if (bid == null || bid.account() != cancel.account() || !bid.isOpen()) {
            return Optional.empty();
        }
        if (bid.isRunning()) {
            endLease(bid, LeaseEnd.RELEASED);
        }
        close(bid, CloseReason.CANCELLED);
        join();
        return Optional.of(new Reply.Done());
    }

    /** Ends every open bid of an account, and its leases. */
    long cancelAll(long account) {
        List<SpotBid> open = bids.ofAccount(account, true).list();
        open.forEach(bid -> cancel(new Command.Cancel(account, bid.id)));
        return open.size();
    }

    private void close(SpotBid bid, CloseReason reason) {
        long released = bid.releaseNextHold();
        state.clearing.release(bid.account(), released);
        bid.close(reason, state.now);
        bids.end(bid);
        state.emit(new Event.SpotBidClosed(bid.id, bid.account(), reason, released));
    }

    // ---- the hour

    /** At the gate of an hour every bid sets one more hour aside, or its lease ends with this one. */
    void fundNextHour() {
        for (SpotBid bid : bids.open()) {
            if (bid.nextHold() > 0) {
                continue;
            }
            long hold = checks.hourAtMax(bid.bid);
            if (state.clearing.wallet(bid.account()).free() >= hold) {
                state.clearing.hold(bid.account(), hold);
                bid.fundNextHour(hold);
                if (bid.isRunning()) {
                    bid.promiseNotice(state.sheet.noticeSeconds());
                }
                state.emit(new Event.SpotFunded(bid.id, bid.account(), hold));
            } else if (!bid.isRunning()) {
                close(bid, CloseReason.UNFUNDED);
            }
        }
    }

    /** Five minutes before the hour: who runs in it, and the one price. */
    void auction(long hour) {
        long supply = state.capacityOf(hour) - state.clearing.sold(hour);
        List<Contender> contenders = bids.open().stream()
                .filter(bid -> bid.nextHold() > 0)
                .map(SpotBid::asBidder)
                .toList();
        SpotAuction.Result result = SpotAuction.clear(state.sheet.reserve(), supply, contenders);
        nextSupply = supply;
        nextTicks = state.sheet.reserve().isEmpty() ? NO_PRICE : result.ticks();
        long awarded = 0;
        for (SpotBid bid : bids.open()) {
            bid.awarded(result.awards().getOrDefault(bid.id, 0L));
            awarded += bid.award();
            if (bid.award() > 0 || bid.isRunning()) {
                state.emit(new Event.SpotAwarded(bid.id, bid.account(), hour, bid.award(), result.ticks()));
            }
            tellThatItEnds(bid, hour);
        }
        state.emit(new Event.SpotPriced(hour, result.ticks(), Math.max(0, supply), awarded));
    }

    private void tellThatItEnds(SpotBid bid, long hour) {
        long lots = bid.runningLots() - bid.award();
        if (lots > 0) {
            LeaseEnd why = whyItEnds(bid, bid.runningLots(), bid.award());
            state.emit(new Event.LeaseEnding(bid.id, bid.account(), lots, Hours.startMillis(hour), why));
        }
    }

    /** On the hour: the last one is paid, leases go on, start or end as the auction said. */
    void startHour(long hour) {
        for (SpotBid bid : bids.open()) {
            if (bid.hourHold() > 0) {
                pay(bid, hour - 1);
            }
        }
        hourTicks = nextTicks;
        nextTicks = NO_PRICE;
        takeBackAwardsThatNoLongerFit(hour);
        for (SpotBid bid : bids.open()) {
            begin(bid);
        }
        reclaim(lotsOverCapacity());
        join();
    }

    /** Between auction and hour a need may have come: those who do not run yet give way first, then leases with notice. */
    private void takeBackAwardsThatNoLongerFit(long hour) {
        long room = state.capacityOf(hour) - state.clearing.sold(hour) - noticedLots();
        long awarded = bids.open().stream().mapToLong(SpotBid::award).sum();
        List<SpotBid> worstFirst = bids.open().stream()
                .sorted((a, b) -> Contender.SPOT_PRIORITY.compare(b.asBidder(), a.asBidder()))
                .toList();
        for (SpotBid bid : worstFirst) {
            if (awarded > room && bid.award() > bid.runningLots()) {
                long excess = Math.min(awarded - room, bid.award() - bid.runningLots());
                long cut = bid.bid.gang() ? bid.award() : excess;
                bid.awarded(bid.award() - cut);
                awarded -= cut;
            }
        }
    }

    private void begin(SpotBid bid) {
        long before = bid.runningLots();
        long award = bid.award();
        bid.awarded(0);
        if (award > 0) {
            bid.beginHour();
        }
        if (award < before) {
            bid.meter().stop(before - award, state.now, state.now, false);
            state.emit(new Event.LeaseEnded(bid.id, bid.account(), before - award, whyItEnds(bid, before, award)));
        } else if (award > before) {
            run(bid, award - before);
        }
        if (award > 0) {
            state.emit(new Event.LeaseRuns(bid.id, bid.account(), award, hourTicks, bid.startedAt()));
        } else if (bid.nextHold() == 0) {
            close(bid, CloseReason.UNFUNDED);
        }
    }

    private LeaseEnd whyItEnds(SpotBid bid, long before, long award) {
        if (award == 0 && bid.nextHold() == 0) {
            return LeaseEnd.UNFUNDED;
        }
        return nextSupply < before ? LeaseEnd.NO_SUPPLY : LeaseEnd.OUTBID;
    }

    /** Free lots inside the hour go to standing bids at the price of the hour. */
    void join() {
        if (state.phase == Phase.CLOSED || state.phase == Phase.HALT) {
            return;
        }
        long ticks = priceNow();
        if (ticks == NO_PRICE) {
            return;
        }
        List<Contender> joiners = bids.open().stream()
                .map(SpotBid::asJoiner)
                .filter(joiner -> joiner.lots() > 0 && joiner.maxTicks() >= ticks)
                .sorted(Contender.SPOT_PRIORITY)
                .toList();
        for (Contender joiner : joiners) {
            long room = offeredLots();
            long lots = joiner.gang() && room < joiner.lots() ? 0 : Math.min(room, joiner.lots());
            SpotBid bid = bids.find(joiner.bidId());
            if (lots > 0 && bid != null && fundJoin(bid)) {
                run(bid, lots);
                // Later joiners of the hour pay what the first one did.
                hourTicks = ticks;
                state.emit(new Event.LeaseRuns(bid.id, bid.account(), bid.runningLots(), ticks, bid.startedAt()));
            }
        }
    }

    private void run(SpotBid bid, long lots) {
        if (!bid.isRunning()) {
            bid.promiseNotice(state.sheet.noticeSeconds());
        }
        bid.run(lots, state.now, !state.rules.leasesWaitForHandOver());
    }

    private boolean fundJoin(SpotBid bid) {
        if (bid.hourHold() > 0) {
            return true;
        }
        boolean beforeRenewal = state.now < Hours.startMillis(state.runningHour() + 1) - state.rules.gateLead();
        if (beforeRenewal && bid.nextHold() > 0) {
            bid.beginHour();
            return true;
        }
        long hold = checks.hourAtMax(bid.bid);
        if (state.clearing.wallet(bid.account()).free() < hold) {
            return false;
        }
        state.clearing.hold(bid.account(), hold);
        bid.fundThisHour(hold);
        state.emit(new Event.SpotFunded(bid.id, bid.account(), hold));
        return true;
    }

    private long priceNow() {
        if (hourTicks != NO_PRICE) {
            return hourTicks;
        }
        // A step without lots offers nothing, here as in the auction.
        return state.sheet.reserve().stream()
                .filter(tranche -> tranche.lots() > 0)
                .mapToLong(Tranche::ticks)
                .findFirst()
                .orElse(NO_PRICE);
    }

    private long reserveWithin(long ticks) {
        return state.sheet.reserve().stream()
                .filter(tranche -> tranche.ticks() <= ticks)
                .mapToLong(Tranche::lots)
                .sum();
    }

    private void pay(SpotBid bid, long hour) {
        long lotMillis = bid.meter().lotMillis(Hours.startMillis(hour), state.now);
        long full = state.pool.lotHourMoney(Math.max(hourTicks, 0), 1);
        // Whole lot-hours apart from the rest: the product of both may not fit a long.
        long amount = Math.addExact(
                Math.multiplyExact(full, lotMillis / Hours.MILLIS), full * (lotMillis % Hours.MILLIS) / Hours.MILLIS);
        long hold = bid.hourHold();
        state.clearing.payLease(bid.account(), hold, amount);
        bid.paid(amount, state.now);
        state.emit(new Event.LeasePaid(
                bid.id, bid.account(), hour, lotMillis, Math.max(hourTicks, 0), amount, hold - amount));
    }

    private void endLease(SpotBid bid, LeaseEnd why) {
        long lots = bid.runningLots();
        long hour = state.runningHour();
        bid.meter().stop(lots, Hours.startMillis(hour), state.now, false);
        if (bid.hourHold() > 0) {
            pay(bid, hour);
        }
        state.emit(new Event.LeaseEnded(bid.id, bid.account(), lots, why));
    }

    /** The fleet's word on a lease: so many of its lots are in working order from now on. */
    Reply handOver(Command.HandOver handOver) {
        SpotBid bid = bids.find(handOver.bidId());
        if (bid == null || handOver.lots() < 0) {
            return Refusals.of(
                            Refusal.NO_SUCH_ORDER,
                            "bidId",
                            "no spot bid " + handOver.bidId() + ", or less than no lots",
                            "a bid that is remembered, and lots from 0 up")
                    .orElseThrow();
        }
        long before = bid.meter().handedOverLots();
        bid.meter().handOver(handOver.lots(), Hours.startMillis(state.runningHour()), state.now);
        long after = bid.meter().handedOverLots();
        if (after != before) {
            state.emit(new Event.LeaseHandedOver(bid.id, bid.account(), after));
        }
        return new Reply.Done();
    }

    // ---- reclaim

    /**
     * Lots in leases that the running hour cannot carry. Those under notice do not count: they are on their way back, and
     * nobody else would be back any sooner.
     */
    private long lotsOverCapacity() {
        return lotsOver(state.capacityOf(state.runningHour()));
    }

    /** The same, if the running hour had such a capacity. */
    long lotsOver(long capacity) {
        return Math.max(0, state.clearing.sold(state.runningHour()) + runningLots() - capacity);
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
        long hour = state.runningHour();
        long freed = 0;
        for (Event.LeaseLots last : lastInLine(need)) {
            SpotBid bid = bid(last.bidId());
            long lots = last.lots();
            long endsAt = state.now + bid.noticeSeconds() * 1_000L;
            boolean young = state.now - bid.startedAt() < state.rules.youngLease();
            bid.meter().stop(lots, Hours.startMillis(hour), state.now, young);
            notices.add(bid, lots, endsAt);
            state.emit(new Event.LeaseNoticed(bid.id, bid.account(), lots, endsAt, young));
            if (!bid.isRunning()) {
                pay(bid, hour);
            }
            freed += lots;
        }
        return freed;
    }

    /** When everything that is to go back has gone: now, or the end of the last notice that the capacity waits for. */
    long fitsAt() {
        boolean fits = state.clearing.sold(state.runningHour()) + runningLots() + noticedLots()
                <= state.capacityOf(state.runningHour());
        return fits ? state.now : notices.lastEnd().orElse(state.now);
    }

    /** The instant at which the next noticed lots are handed back, or {@link Long#MAX_VALUE}. */
    long nextNoticeEnd() {
        return notices.firstEnd().orElse(Long.MAX_VALUE);
    }

    void endNotices() {
        for (SpotSnapshot.Notice notice : notices.takeEndedBy(state.now)) {
            state.emit(new Event.LeaseEnded(notice.bidId(), notice.account(), notice.lots(), LeaseEnd.RECLAIMED));
        }
        // On the hour, those whom the auction chose come first: joiners follow when they have started.
        if (state.now != Hours.startMillis(state.runningHour())) {
            join();
        }
    }

    // ---- what others ask

    /** Lots of the running hour that nobody has: neither firm holders nor leases nor those under notice. */
    long idleLots() {
        long hour = state.runningHour();
        return Math.max(0, state.capacityOf(hour) - state.clearing.sold(hour) - runningLots() - noticedLots());
    }

    /** Of the idle lots those that a newcomer can have at the price of the running hour. */
    long offeredLots() {
        return Math.max(0, Math.min(idleLots(), reserveWithin(priceNow()) - runningLots()));
    }

    /** The reserve of so many lots more than run, in ticks; 0 if they are not offered at any price. */
    long reserveOf(long lots) {
        long left = runningLots() + lots;
        for (Tranche tranche : state.sheet.reserve()) {
            left -= tranche.lots();
            if (left <= 0) {
                return tranche.ticks();
            }
        }
        return 0;
    }

    /** The bids themselves. */
    SpotFile bids() {
        return bids;
    }

    long runningLots() {
        return bids.runningLots();
    }

    long noticedLots() {
        return notices.lots();
    }

    /** What is under notice. */
    Notices notices() {
        return notices;
    }

    /** The price of the running hour in ticks, or the lowest reserve before any auction; empty without a reserve. */
    Optional<Long> price() {
        return Optional.of(priceNow()).filter(ticks -> ticks != NO_PRICE);
    }

    // ---- all of it, as values

    SpotSnapshot save() {
        return new SpotSnapshot(hourTicks, nextTicks, nextSupply, bids.save(), notices.save());
    }

    void load(SpotSnapshot saved) {
        hourTicks = saved.hourTicks();
        nextTicks = saved.nextTicks();
        nextSupply = saved.nextSupply();
        bids.load(saved.bids());
        notices.load(saved.notices());
    }
}
