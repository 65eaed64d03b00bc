package io.tidemark.exchange.pool;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Reply.Refused;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One pool as a deterministic state machine: {@code apply(time, draw, command)} gives a reply and events.
 *
 * <p>Before a command at time t every timer up to t fires, in the order of its time, then gate, phase end, spot. Time
 * never steps back. An exception leaves the engine unusable: what it had half done must not be seen by anyone.
 *
 * <p>Not thread-safe: one pool, one thread.
 */
public final class PoolEngine {
    private static final long NEVER = Long.MAX_VALUE;

    private final PoolState state;
    private final OrderDesk orders;
    private final SpotDesk spot;
    private final SupplyDesk supply;
    private final PhaseDesk phases;
    private final PoolReader reader;
    private final AccountDesk accounts;
    private final DamagesDesk damages;
    private final MeterDesk meter;
    private final CurtailmentDesk curtailment;
    private final BuyBackDesk buyBack;

    private long nextGateHour = NEVER;
    private long nextAuctionHour = NEVER;
    private long nextStartHour = NEVER;
    private long nextTimer = NEVER;
    private long sequence;
    private boolean broken;

    public PoolEngine(PoolId pool) {
        this.state = new PoolState(pool);
        ClientIds clientIds = new ClientIds();
        this.orders = new OrderDesk(state, clientIds);
        this.spot = new SpotDesk(state, clientIds);
        this.supply = new SupplyDesk(state);
        this.phases = new PhaseDesk(state, orders, supply);
        this.damages = new DamagesDesk(state);
        this.accounts = new AccountDesk(state, orders, spot, damages);
        this.meter = new MeterDesk(state, damages);
        this.curtailment = new CurtailmentDesk(state, orders, damages);
        this.buyBack = new BuyBackDesk(state, orders);
        this.reader = new PoolReader(state, orders, spot, phases, clientIds, damages);
    }

    /**
     * What a command came to.
     *
     * @param sequence the place of the command in the pool's log, from 1
     * @param time the market time at which it was applied, epoch milliseconds
     */
    public record Outcome(long sequence, long time, Reply reply, List<Event> events) {}

    /**
     * Applies one command.
     *
     * @param time market time, epoch milliseconds; an earlier one than before counts as the latest seen
     * @param draw any number, drawn by the caller; it decides where a random choice is called for
     * @throws IllegalStateException if the engine broke before
     */
    public Outcome apply(long time, long draw, Command command) {
        OutcomeCollector collector = new OutcomeCollector();
        apply(time, draw, command, collector);
        return new Outcome(sequence, state.now, collector.reply(), collector.events());
    }

    /** As {@link #apply(long, long, Command)}, for a listener that hears what happens as it does. */
    public void apply(long time, long draw, Command command, PoolListener listener) {
        requireUnbroken();
        broken = true;
        state.draw = draw;
        state.listener = listener;
        if (time >= nextTimer) {
            fireTimersUpTo(time);
        }
        state.now = Math.max(time, state.now);
        orders.forgetBefore(state.now - state.rules.memory());
        Phase phase = state.phase;
        long expiry = state.expiries.next();
        if (!handleOrder(command)) {
            Reply reply = handle(command);
            damages.payOwed();
            listener.replied(reply);
            nextTimer = firstTimer();
        } else if (state.phase != phase || state.expiries.next() != expiry) {
            nextTimer = firstTimer();
        }
        sequence++;
        broken = false;
    }

    /** The sequence of the last command. */
    public long sequence() {
        return sequence;
    }

    /** The market time of the last command, epoch milliseconds. */
    public long time() {
        return state.now;
    }

    public PoolId pool() {
        return state.pool;
    }

    /** Answers a question; changes nothing. */
    public View answer(Query query) {
        return reader.answer(query);
    }

    // ---- all of it, as values

    /**
     * Everything that the future of this pool depends on.
     *
     * @throws IllegalStateException if the engine broke before
     */
    public PoolSnapshot snapshot() {
        requireUnbroken();
        return new PoolSnapshot(
                state.pool.toString(),
                sequence,
                new PoolSnapshot.NextHours(nextGateHour, nextAuctionHour, nextStartHour),
                state.save(),
                phases.save(),
                accounts.save(),
                orders.save(),
                spot.save(),
                supply.save(),
                damages.owed(),
                state.book.save(),
                state.clearing.save());
    }

    /**
     * An engine that does from here on whatever the one would do that the snapshot is of.
     *
     * @throws IllegalArgumentException if the parts of the snapshot contradict each other
     */
    public static PoolEngine restore(PoolSnapshot snapshot) {
        try {
            PoolEngine engine = new PoolEngine(PoolId.parse(snapshot.pool()));
            engine.load(snapshot);
            return engine;
        } catch (RuntimeException contradiction) {
            throw new IllegalArgumentException("no pool was ever as this snapshot says", contradiction);
        }
    }

    private void load(PoolSnapshot saved) {
        sequence = saved.sequence();
        nextGateHour = saved.nextHours().gate();
        nextAuctionHour = saved.nextHours().auction();
        nextStartHour = saved.nextHours().start();
        state.load(saved.market());
        state.book.load(saved.book());
        state.clearing.load(saved.clearing());
        phases.load(saved.call());
        accounts.load(saved.transfers());
        orders.load(saved.orders());
        spot.load(saved.spot());
        supply.load(saved.supply());
        damages.load(saved.damagesOwed());
        nextTimer = firstTimer();
    }

    /**
     * A hash of the {@link #snapshot()}: the same after the same commands, on whatever machine, and however much of them
     * was replayed or restored. It costs as much as a snapshot.
     */
    public long stateHash() {
        return PoolSnapshots.hash(snapshot());
    }

    private void requireUnbroken() {
        if (broken) {
            throw new IllegalStateException(state.pool + " halted after an internal error");
        }
    }

    /** What comes all the time, and tells its reply itself; false for everything else. */
    private boolean handleOrder(Command command) {
        if (command instanceof Command.SubmitOrder order) {
            orders.submit(order);
            return true;
        } else if (command instanceof Command.Replace replacement) {
            return orders.replace(replacement);
        } else if (command instanceof Command.FundAndSubmit funded) {
            fundAndSubmit(funded);
            return true;
        } else if (command instanceof Command.FundAndReplace funded) {
            fundAndReplace(funded);
            return true;
        } else if (command instanceof Command.Cancel cancel) {
            return orders.cancel(cancel);
        }
        return false;
    }

    private Reply handle(Command command) {
        if (command instanceof Command.Cancel cancel) {
            return cancelBid(cancel);
        } else if (command instanceof Command.Replace replacement) {
            return noReplacement(replacement);
        } else if (command instanceof Command.MassCancel cancel) {
            return massCancel(cancel);
        } else if (command instanceof Command.SubmitSpotBid bid) {
            return spot.submit(bid);
        } else if (command instanceof Command.Credit credit) {
            return accounts.credit(credit);
        } else if (command instanceof Command.Debit debit) {
            return accounts.debit(debit);
        } else if (command instanceof Command.OpenAccount account) {
            return accounts.open(account);
        } else if (command instanceof Command.SetCapacity capacity) {
            return setCapacity(capacity);
        } else if (command instanceof Command.OfferSupply offer) {
            return offerSupply(offer);
        } else if (command instanceof Command.PublishRules rules) {
            return publish(rules.sheet());
        } else if (command instanceof Command.MeterHour hour) {
            return meter.meter(hour);
        } else if (command instanceof Command.FundAndBid funded) {
            return fundAndBid(funded);
        } else if (command instanceof Command.Sweep sweep) {
            return accounts.sweep(sweep);
        } else if (command instanceof Command.HandOver handOver) {
            return spot.handOver(handOver);
        } else if (command instanceof Command.OpenMarket open) {
            return openMarket(open);
        } else if (command instanceof Command.Halt) {
            return halt();
        } else if (command instanceof Command.Resume) {
            return resume();
        } else if (command instanceof Command.Tick) {
            return new Reply.Done();
        } else if (command instanceof Command.BuyBack wanted) {
            return buyBack(wanted);
        } else if (command instanceof Command.Curtail wanted) {
            return curtail(wanted);
        }
        throw new IllegalStateException("no such command: " + command);
    }

    // ---- timers

    /** The instant of the next timer, epoch milliseconds, or {@link Long#MAX_VALUE}: when a tick would do something. */
    public long nextTimer() {
        return nextTimer;
    }

    private long firstTimer() {
        Timer next = next();
        return next == null ? NEVER : next.at();
    }

    private record Timer(long at, Kind kind) {}

    /** In the order in which timers of one instant fire. */
    private enum Kind {
        GATE,
        EXPIRY,
        CALL_END,
        LISTING,
        SUPPLY_CALL,
        NOTICE_END,
        SPOT_AUCTION,
        HOUR_START
    }

    private void fireTimersUpTo(long time) {
        for (Timer timer = next(); timer != null && timer.at() <= time; timer = next()) {
            state.now = Math.max(state.now, timer.at());
            fire(timer.kind());
            // A lease may have paid the operator: what it owes goes first, before anything can spend it.
            damages.payOwed();
        }
        nextTimer = firstTimer();
    }

    private @Nullable Timer next() {
        Timer next = null;
        if (state.phase != Phase.CLOSED) {
            for (Kind kind : Kind.values()) {
                long at = instantOf(kind);
                if (at != NEVER && (next == null || at < next.at())) {
                    next = new Timer(at, kind);
                }
            }
        }
        return next;
    }

    private long instantOf(Kind kind) {
        return switch (kind) {
            case GATE -> Hours.startMillis(nextGateHour) - state.rules.gateLead();
            case EXPIRY -> state.expiries.next();
            case CALL_END -> phases.callEnd();
            case LISTING -> phases.nextListing();
            case SUPPLY_CALL -> state.phase == Phase.HALT ? NEVER : supply.callAt();
            case NOTICE_END -> spot.nextNoticeEnd();
            case SPOT_AUCTION -> Hours.startMillis(nextAuctionHour) - state.rules.spotLead();
            case HOUR_START -> Hours.startMillis(nextStartHour);
        };
    }

    private void fire(Kind kind) {
        switch (kind) {
            case GATE -> gate(nextGateHour++);
            case EXPIRY -> orders.expire();
            case CALL_END -> phases.endCall();
            case LISTING -> phases.listNextDay();
            case SUPPLY_CALL -> phases.call(CallReason.RELEASE, state.rules.releaseCall());
            case NOTICE_END -> spot.endNotices();
            case SPOT_AUCTION -> spot.auction(nextAuctionHour++);
            case HOUR_START -> startHour(nextStartHour++);
        }
    }

    private void startHour(long hour) {
        supply.startHour(hour);
        spot.startHour(hour);
    }

    private void gate(long hour) {
        orders.gate(hour);
        supply.gate(hour);
        if (state.index.lots(hour) > 0) {
            state.emit(new Event.HourIndexed(hour, state.index.of(hour), state.index.lots(hour)));
        }
        state.firstOpenHour = hour + 1;
        spot.fundNextHour();
        spot.forgetBefore(state.now - state.rules.memory());
        forgetPricesBefore(Hours.containing(state.now - state.rules.memory()));
    }

    /** Damages are reckoned with the index of their hour and with its last price: until that is settled, both are kept. */
    private void forgetPricesBefore(long hour) {
        List<Long> unsettled = state.clearing.hours();
        long first = unsettled.isEmpty() ? hour : Math.min(hour, unsettled.get(0));
        state.index.forgetBefore(first);
        state.references.forgetBefore(first);
    }

    // ---- the operator

    private Reply openMarket(Command.OpenMarket open) {
        if (state.phase != Phase.CLOSED) {
            return refused(Refusal.NOT_NOW, "pool", "the market is open already", "nothing needs to be done");
        }
        state.rules = open.rules();
        state.emit(new Event.MarketOpened(open.rules()));
        long hour = state.runningHour();
        phases.open();
        nextGateHour = state.firstOpenHour;
        nextStartHour = hour + 1;
        nextAuctionHour = Hours.containing(state.now + state.rules.spotLead()) + 1;
        return new Reply.Done();
    }

    private Reply setCapacity(Command.SetCapacity capacity) {
        if (state.phase == Phase.CLOSED) {
            return refused(Refusal.MARKET_CLOSED, "pool", state.pool + " is not open", "open it first");
        }
        if (capacity.lots().isEmpty() || capacity.lots().stream().anyMatch(lots -> lots < 0)) {
            return refused(
                    Refusal.GUARD_BROKEN, "lots", "no figure, or a negative one", "lots from 0 up, for each hour");
        }
        long hour = state.runningHour();
        long before = state.capacityOf(hour);
        supply.setCapacity(capacity);
        long titles = supply.withdrawUncoveredTitles();
        supply.tellNewShortages();
        long need = before - state.capacityOf(hour);
        if (need > 0 || titles > 0) {
            workOff(Math.max(0, need), titles);
        }
        spot.join();
        return new Reply.Done();
    }

    /**
     * Unsold titles are withdrawn already; then idle lots serve, and those that a notice brings back anyway; then leases,
     * with notice.
     */
    private void workOff(long need, long titleHours) {
        long missing = Math.min(need, spot.lotsOverCapacity());
        long fromLeases = spot.reclaim(missing);
        state.emit(new Event.NeedWorkedOff(
                need, titleHours, need - missing, fromLeases, Math.max(0, missing - fromLeases), spot.fitsAt()));
    }

    private Reply offerSupply(Command.OfferSupply offer) {
        if (state.phase == Phase.CLOSED) {
            return refused(Refusal.MARKET_CLOSED, "pool", state.pool + " is not open", "open it first");
        }
        Optional<Refused> broken = supply.refusal(offer);
        if (broken.isPresent()) {
            return broken.get();
        }
        supply.announce(offer);
        if (phases.admitsSupply()) {
            supply.admit();
        }
        return new Reply.Done();
    }

    private Reply publish(RuleSheet sheet) {
        Refused broken = RuleGuards.refusal(sheet);
        if (broken != null) {
            return broken;
        }
        state.sheet = sheet;
        state.references.publish(sheet.fairValues());
        state.emit(new Event.RulesPublished(sheet));
        spot.join();
        return new Reply.Done();
    }

    private Reply buyBack(Command.BuyBack wanted) {
        Optional<Refused> refused = buyBack.refusal(wanted);
        if (refused.isPresent()) {
            return refused.get();
        }
        Reply reply = buyBack.buyBack(wanted);
        supply.tellNewShortages();
        return reply;
    }

    private Reply curtail(Command.Curtail wanted) {
        Optional<Refused> refused = curtailment.refusal(wanted);
        if (refused.isPresent()) {
            return refused.get();
        }
        curtailment.curtail(wanted);
        supply.tellNewShortages();
        return new Reply.Done();
    }

    private Reply halt() {
        if (state.phase == Phase.CLOSED || state.phase == Phase.HALT) {
            return refused(Refusal.NOT_NOW, "pool", "the pool is " + state.phase, "halt an open pool");
        }
        phases.halt();
        return new Reply.Done();
    }

    private Reply resume() {
        if (state.phase != Phase.HALT) {
            return refused(Refusal.NOT_NOW, "pool", "the pool is " + state.phase, "resume a halted pool");
        }
        phases.resume();
        return new Reply.Done();
    }

    // ---- orders that bring their money along

    private void fundAndSubmit(Command.FundAndSubmit funded) {
        Reply credited = accounts.credit(funded.credit());
        if (credited instanceof Refused) {
            state.listener.replied(credited);
        } else {
            orders.submit(funded.order());
        }
    }

    private void fundAndReplace(Command.FundAndReplace funded) {
        Reply credited = accounts.credit(funded.credit());
        if (credited instanceof Refused) {
            state.listener.replied(credited);
        } else if (!orders.replace(funded.replacement())) {
            state.listener.replied(noReplacement(funded.replacement()));
        }
    }

    private Reply fundAndBid(Command.FundAndBid funded) {
        Reply credited = accounts.credit(funded.credit());
        return credited instanceof Refused ? credited : spot.submit(funded.bid());
    }

    // ---- what is no open firm order

    private Reply noReplacement(Command.Replace replacement) {
        return spot.find(replacement.account(), replacement.orderId()).isPresent()
                ? refused(
                        Refusal.NOT_REPLACEABLE,
                        "orderId",
                        replacement.orderId() + " is a spot bid, and those have no replacement",
                        "cancel it and enter another")
                : refused(
                        Refusal.NO_SUCH_ORDER,
                        "orderId",
                        "no open order " + replacement.orderId() + " of this account",
                        "list your orders to see which are open");
    }

    private Reply cancelBid(Command.Cancel cancel) {
        return spot.cancel(cancel)
                .orElseGet(() -> refused(
                        Refusal.NO_SUCH_ORDER,
                        "orderId",
                        "no open order or bid " + cancel.orderId() + " of this account",
                        "list your orders to see which are open"));
    }

    private Reply massCancel(Command.MassCancel cancel) {
        long ended = orders.cancel(cancel);
        if (cancel.spot() && cancel.side().isEmpty() && cancel.hours().isEmpty()) {
            ended += spot.cancelAll(cancel.account());
        }
        return new Reply.Cancelled(ended);
    }

    private static Reply refused(Refusal reason, String field, String problem, String remedy) {
        return Refusals.of(reason, field, problem, remedy).orElseThrow();
    }
}
