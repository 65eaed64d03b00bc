package io.tidemark.exchange.pool;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.pool.Event.CloseReason;
import io.tidemark.exchange.pool.Event.LeaseEnd;
import io.tidemark.exchange.pool.Reply.Refused;
import io.tidemark.exchange.spot.Contender;
import io.tidemark.exchange.spot.SpotAuction;
import java.util.List;
import java.util.Optional;

/**
 * Spot: standing bids, the auction of each hour, and the leases that it begins and ends. What they cost is for {@link
 * LeaseCash}, how lots are asked back for {@link ReclaimDesk}.
 */
final class SpotDesk {
    private final PoolState state;
    private final ClientIds clientIds;
    private final SpotFile bids;
    private final Notices notices = new Notices();
    private final SpotChecks checks;
    private final SpotHour hour;
    private final LeaseCash cash;
    private final ReclaimDesk reclaims;
    private long nextTicks = SpotHour.NO_PRICE;
    private long nextSupply;

    SpotDesk(PoolState state, ClientIds clientIds) {
        this.state = state;
        this.clientIds = clientIds;
        this.bids = new SpotFile(clientIds);
        this.checks = new SpotChecks(state);
        this.hour = new SpotHour(state, bids, notices);
        this.cash = new LeaseCash(state, checks, hour);
        this.reclaims = new ReclaimDesk(state, bids, notices, hour, cash);
    }

    // ---- bids

    Reply submit(Command.SubmitSpotBid bid) {
        Standing group = state.groups.standing(state.groupOf(bid.account()));
        Refused tooFast = OrderRate.refusal(state, group, state.tierOf(group));
        if (tooFast != null) {
            return tooFast;
        }
        String name = ClientIds.given(bid.clientOrderId());
        ClientIds.Entry known = clientIds.find(bid.account(), name);
        if (known != null) {
            return known.answer();
        }
        Optional<Refused> refused = checks.refusal(bid);
        if (refused.isPresent()) {
            return refused.get();
        }
        long hold = cash.holdFor(bid);
        SpotBid standing = new SpotBid(state.nextId(), bid, state.now, hold);
        bids.enter(standing);
        state.emit(new Event.SpotBidEntered(
                standing.id, bid.account(), bid.clientOrderId(), bid.lots(), bid.maxTicks(), bid.gang(), hold));
        join();
        Reply.Accepted answer = new Reply.Accepted(standing.id, standing.runningLots(), 0, standing.isOpen());
        standing.rememberIds(clientIds.remember(
                bid.account(), name, null, answer.orderId(), answer.filledLots(), answer.cost(), answer.open()));
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
        List<SpotBid> open = bids.ofAccount(account).open();
        open.forEach(bid -> cancel(new Command.Cancel(account, bid.id)));
        return open.size();
    }

    private void close(SpotBid bid, CloseReason reason) {
        long released = cash.release(bid);
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
            boolean funded = cash.fundNextHour(bid);
            if (funded && bid.isRunning()) {
                bid.promiseNotice(state.sheet.noticeSeconds());
            } else if (!funded && !bid.isRunning()) {
                close(bid, CloseReason.UNFUNDED);
            }
        }
    }

    /** Five minutes before the hour: who runs in it, and the one price. */
    void auction(long nextHour) {
        long supply = state.capacityOf(nextHour) - state.clearing.sold(nextHour);
        List<Contender> contenders = bids.open().stream()
                .filter(bid -> bid.nextHold() > 0)
                .map(SpotBid::asBidder)
                .toList();
        SpotAuction.Result result = SpotAuction.clear(state.sheet.reserve(), supply, contenders);
        nextSupply = supply;
        nextTicks = state.sheet.reserve().isEmpty() ? SpotHour.NO_PRICE : result.ticks();
        long awarded = 0;
        for (SpotBid bid : bids.open()) {
            bid.awarded(result.awards().getOrDefault(bid.id, 0L));
            awarded += bid.award();
            if (bid.award() > 0 || bid.isRunning()) {
                state.emit(new Event.SpotAwarded(bid.id, bid.account(), nextHour, bid.award(), result.ticks()));
            }
            tellThatItEnds(bid, nextHour);
        }
        state.emit(new Event.SpotPriced(nextHour, result.ticks(), Math.max(0, supply), awarded));
    }

    private void tellThatItEnds(SpotBid bid, long nextHour) {
        long lots = bid.runningLots() - bid.award();
        if (lots > 0) {
            LeaseEnd why = whyItEnds(bid, bid.runningLots(), bid.award());
            state.emit(new Event.LeaseEnding(bid.id, bid.account(), lots, Hours.startMillis(nextHour), why));
        }
    }

    /** On the hour: the last one is paid, leases go on, start or end as the auction said. */
    void startHour(long begun) {
        for (SpotBid bid : bids.open()) {
            if (bid.hourHold() > 0) {
                cash.pay(bid, begun - 1);
            }
        }
        hour.costs(nextTicks);
        nextTicks = SpotHour.NO_PRICE;
        takeBackAwardsThatNoLongerFit(begun);
        for (SpotBid bid : bids.open()) {
            begin(bid);
        }
        reclaims.reclaim(hour.lotsOver(state.capacityOf(begun)));
        join();
    }

    /** Between auction and hour a need may have come: those who do not run yet give way first, then leases with notice. */
    private void takeBackAwardsThatNoLongerFit(long begun) {
        long room = state.capacityOf(begun) - state.clearing.sold(begun) - notices.lots();
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
            state.emit(new Event.LeaseRuns(bid.id, bid.account(), award, hour.ticks(), bid.startedAt()));
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
        Optional<Long> price = hour.price();
        if (price.isEmpty()) {
            return;
        }
        long ticks = price.get();
        List<Contender> joiners = bids.open().stream()
                .map(SpotBid::asJoiner)
                .filter(joiner -> joiner.lots() > 0 && joiner.maxTicks() >= ticks)
                .sorted(Contender.SPOT_PRIORITY)
                .toList();
        for (Contender joiner : joiners) {
            long room = hour.offeredLots();
            long lots = joiner.gang() && room < joiner.lots() ? 0 : Math.min(room, joiner.lots());
            SpotBid bid = bids.find(joiner.bidId());
            if (lots > 0 && bid != null && cash.fundJoin(bid)) {
                run(bid, lots);
                // Later joiners of the hour pay what the first one did.
                hour.costs(ticks);
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

    private void endLease(SpotBid bid, LeaseEnd why) {
        long lots = bid.runningLots();
        long runningHour = state.runningHour();
        bid.meter().stop(lots, Hours.startMillis(runningHour), state.now, false);
        if (bid.hourHold() > 0) {
            cash.pay(bid, runningHour);
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

    /** Lots whose notice has ended are handed back; on the hour, those whom the auction chose come first. */
    void endNotices() {
        reclaims.endNotices();
        if (state.now != Hours.startMillis(state.runningHour())) {
            join();
        }
    }

    // ---- what others ask

    /** What the running hour has and costs. */
    SpotHour hour() {
        return hour;
    }

    /** Whose lots are asked back. */
    ReclaimDesk reclaims() {
        return reclaims;
    }

    /** The bids themselves. */
    SpotFile bids() {
        return bids;
    }

    /** What is under notice. */
    Notices notices() {
        return notices;
    }

    // ---- all of it, as values

    SpotSnapshot save() {
        return new SpotSnapshot(hour.ticks(), nextTicks, nextSupply, bids.save(), notices.save());
    }

    void load(SpotSnapshot saved) {
        hour.costs(saved.hourTicks());
        nextTicks = saved.nextTicks();
        nextSupply = saved.nextSupply();
        bids.load(saved.bids());
        notices.load(saved.notices());
    }
}
