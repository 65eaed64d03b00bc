package io.tidemark.exchange.pool;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Reply.Refused;
import java.util.List;

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
    private final Timers timers;
    private final HouseDesk house;

    /** The first of the timers, nearer at hand. */
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
        this.timers = new Timers(state, orders, spot, supply, phases, damages);
        this.house = new HouseDesk(state, orders, spot, supply, phases, damages, timers);
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
        // Hardly ever another one, and a reference that is written must be marked for the collector.
        if (state.listener != listener) {
            state.listener = listener;
        }
        if (time >= nextTimer) {
            timers.fireUpTo(time);
            lookForNextTimer();
        }
        state.now = Math.max(time, state.now);
        orders.forgetBefore(state.now - state.rules.memory());
        if (!handleOrder(command)) {
            Reply reply = handle(command);
            damages.payOwed();
            listener.replied(reply);
            lookForNextTimer();
        } else if (state.timersMoved) {
            lookForNextTimer();
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
                timers.save(),
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
        timers.load(saved.nextHours());
        state.load(saved.market());
        state.book.load(saved.book());
        state.clearing.load(saved.clearing());
        phases.load(saved.call());
        accounts.load(saved.transfers());
        orders.load(saved.orders());
        spot.load(saved.spot());
        supply.load(saved.supply());
        damages.load(saved.damagesOwed());
        lookForNextTimer();
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
            return house.setCapacity(capacity);
        } else if (command instanceof Command.WarnOfNeed warning) {
            return house.warnOfNeed(warning);
        } else if (command instanceof Command.OfferSupply offer) {
            return house.offerSupply(offer);
        } else if (command instanceof Command.PublishRules rules) {
            return house.publish(rules);
        } else if (command instanceof Command.ActivateRules rules) {
            return house.activate(rules.activation());
        } else if (command instanceof Command.MeterHour hour) {
            return meter.meter(hour);
        } else if (command instanceof Command.FundAndBid funded) {
            return fundAndBid(funded);
        } else if (command instanceof Command.Sweep sweep) {
            return accounts.sweep(sweep);
        } else if (command instanceof Command.HandOver handOver) {
            return spot.handOver(handOver);
        } else if (command instanceof Command.OpenMarket open) {
            return house.openMarket(open);
        } else if (command instanceof Command.Halt) {
            return house.halt();
        } else if (command instanceof Command.Resume) {
            return house.resume();
        } else if (command instanceof Command.Tick) {
            return new Reply.Done();
        } else if (command instanceof Command.BuyBack wanted) {
            return house.buyBack(wanted);
        } else if (command instanceof Command.Curtail wanted) {
            return house.curtail(wanted);
        }
        throw new IllegalStateException("no such command: " + command);
    }

    // ---- timers

    private void lookForNextTimer() {
        nextTimer = timers.first();
        state.timersMoved = false;
    }

    /** The instant of the next timer, epoch milliseconds, or {@link Long#MAX_VALUE}: when a tick would do something. */
    public long nextTimer() {
        return nextTimer;
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
        return spot.bids().find(replacement.account(), replacement.orderId()).isPresent()
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
