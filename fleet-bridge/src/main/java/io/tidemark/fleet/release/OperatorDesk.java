package io.tidemark.fleet.release;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.View.HourState;
import io.tidemark.exchange.pool.View.HourView;
import io.tidemark.exchange.pool.View.PoolView;
import io.tidemark.fleet.surplus.DemandSnapshot;
import io.tidemark.fleet.surplus.SurplusDecision;
import io.tidemark.fleet.surplus.SurplusState;
import io.tidemark.fleet.surplus.SurplusTracker;
import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.facts.Limits;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.price.Basis;
import io.tidemark.pricing.price.Pricing;
import io.tidemark.pricing.price.PricingFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The operator of one pool. Not safe for use by several threads; the caller owns it. */
public final class OperatorDesk {
    /** How often a pool is priced, milliseconds. */
    public static final long PRICING_TICK = 5 * 60_000;

    /** Supply waits for the quarter hours, so it is drawn up in the last pricing tick before each. */
    private static final long QUARTER = 15 * 60_000;

    /** The longest turnaround, rounded up: later hours all have the capacity of the last of these. */
    private static final int HOURS_AHEAD = 3;

    private static final long WHOLE_BPS = 10_000;

    private final PoolId pool;
    private final SurplusTracker surplus;
    private final Pricing pricer;
    private final Limits limits;
    private final Machines machines;
    private final long pricingTick;
    private Optional<PricedTick> priced = Optional.empty();
    private Optional<PricedTick> offered = Optional.empty();
    private List<Long> toldCapacity = List.of();
    private long toldCapacityFrom;
    private long lastTick = Long.MIN_VALUE;

    /** A desk that goes on from the tracker's state; it tells its capacity anew at its first step. */
    public OperatorDesk(PoolId pool, SurplusTracker surplus, Pricing pricer, Limits limits, Machines machines) {
        this(pool, surplus, pricer, limits, machines, PRICING_TICK);
    }

    /**
     * The same, priced at another tick.
     *
     * @param pricingTick milliseconds; divides a quarter of an hour
     */
    public OperatorDesk(
            PoolId pool, SurplusTracker surplus, Pricing pricer, Limits limits, Machines machines, long pricingTick) {
        if (pricingTick <= 0 || QUARTER % pricingTick != 0) {
            throw new IllegalArgumentException("a pricing tick must divide a quarter of an hour: " + pricingTick);
        }
        this.pricingTick = pricingTick;
        this.pool = pool;
        this.surplus = surplus;
        this.pricer = pricer;
        this.limits = limits;
        this.machines = machines;
    }

    /**
     * What one step came to.
     *
     * @param decision what was decided about the surplus
     * @param commands to be entered in this order
     * @param pricingFailure why nothing was priced in a tick that should have been
     */
    public record Step(
            SurplusDecision decision, List<Command> commands, Optional<PricingFailedException> pricingFailure) {}

    /**
     * One step; a minute of market time apart is often enough.
     *
     * @param now market time, epoch milliseconds, never earlier than before
     * @param hours the hours of the pool, from a day or two back to the last that is listed
     */
    public Step step(long now, DemandSnapshot demand, PoolView view, List<HourView> hours) {
        SurplusDecision decision = surplus.observe(now, demand);
        List<Command> commands = new ArrayList<>();
        tellCapacity(now).ifPresent(commands::add);
        Optional<PricingFailedException> failure = Optional.empty();
        long tick = Math.floorDiv(now, pricingTick);
        boolean released = decision instanceof SurplusDecision.Release;
        if (tick != lastTick || released) {
            lastTick = tick;
            try {
                PricedTick ticked =
                        PricedTick.of(Basis.of(facts(now, demand, hours), priced.map(PricedTick::prices)), pricer);
                priced = Optional.of(ticked);
                commands.add(ticked.rules());
                if (released || isLastTickOfQuarter(now)) {
                    commands.add(ticked.supply());
                    offered = priced;
                }
            } catch (PricingFailedException failed) {
                // Nothing of this tick is published; what was published before stays.
                failure = Optional.of(failed);
            }
        }
        hours.stream()
                .filter(hour -> hour.state() == HourState.OVER && hour.mintedLots() > 0)
                .forEach(hour -> machines.reading(hour.hour()).ifPresent(commands::add));
        return new Step(decision, List.copyOf(commands), failure);
    }

    /** The last pricing; empty before the first. */
    public Optional<PricedTick> priced() {
        return priced;
    }

    /** The pricing whose ladders were offered last: later ones have priced on and offered nothing. Empty before the first. */
    public Optional<PricedTick> offered() {
        return offered;
    }

    /** How many lots should be out of internal use, those in turnaround included. */
    public long offeredLots() {
        return surplus.offeredLots();
    }

    /** What there is to store so that a restarted desk goes on. */
    public SurplusState surplusState() {
        return surplus.state();
    }

    private boolean isLastTickOfQuarter(long now) {
        return Math.floorMod(now, QUARTER) >= QUARTER - pricingTick;
    }

    private Optional<Command> tellCapacity(long now) {
        long running = Hours.containing(now);
        List<Long> capacity = new ArrayList<>();
        for (long hour = running; hour < running + HOURS_AHEAD; hour++) {
            capacity.add(capacityOf(now, hour));
        }
        boolean toldAlready = running == toldCapacityFrom && capacity.equals(toldCapacity);
        if (toldAlready || capacity.stream().allMatch(this::isToldForEver)) {
            return Optional.empty();
        }
        toldCapacity = List.copyOf(capacity);
        toldCapacityFrom = running;
        return Optional.of(new Command.SetCapacity(running, toldCapacity));
    }

    /** Whether the last figure told holds for all hours already and is this one. */
    private boolean isToldForEver(long lots) {
        return !toldCapacity.isEmpty() && toldCapacity.stream().allMatch(told -> told == lots);
    }

    private long capacityOf(long now, long hour) {
        long at = Math.max(now, Hours.startMillis(hour));
        return Math.min(surplus.usableLotsAt(at), machines.usableLots(at));
    }

    private PoolFacts facts(long now, DemandSnapshot demand, List<HourView> hours) {
        long running = Hours.containing(now);
        List<HourFacts> open = hours.stream()
                .filter(hour -> hour.state() == HourState.LISTED && Hours.startMillis(hour.hour()) > now)
                .map(hour -> HourFacts.at(
                        now,
                        hour.hour(),
                        capacityOf(now, hour.hour()),
                        hour.mintedLots(),
                        hour.soldLots(),
                        hour.reference()))
                .toList();
        long utilisation = demand.totalLots() == 0 ? WHOLE_BPS : demand.internalLots() * WHOLE_BPS / demand.totalLots();
        // The reserve must reach as far as the larger of this hour's spot and the next one's.
        long usable = Math.max(capacityOf(now, running), capacityOf(now, running + 1));
        long firm = hours.stream()
                .filter(hour -> hour.hour() == running || hour.hour() == running + 1)
                .mapToLong(HourView::soldLots)
                .min()
                .orElse(0);
        return new PoolFacts(
                pool, now, usable, Math.min(firm, usable), utilisation, PoolFacts.UNKNOWN_VOLATILITY, limits, open);
    }
}
