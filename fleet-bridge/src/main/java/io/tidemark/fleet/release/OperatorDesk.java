package io.tidemark.fleet.release;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.View.HourState;
import io.tidemark.exchange.pool.View.HourView;
import io.tidemark.exchange.pool.View.PoolView;
import io.tidemark.fleet.forecast.DemandForecast;
import io.tidemark.fleet.surplus.DemandSnapshot;
import io.tidemark.fleet.surplus.SurplusDecision;
import io.tidemark.fleet.surplus.SurplusState;
import io.tidemark.fleet.surplus.SurplusTracker;
import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.facts.Limits;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.facts.SurplusOutlook;
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

    /** The longest turnaround, rounded up. So far ahead machines are what counts, and later hours are a forecast. */
    private static final int HOURS_AHEAD = 3;

    /** Lots that are out now will as a rule not go back and come again so soon. */
    private static final int HOURS_OUT = 6;

    private static final long WHOLE_BPS = 10_000;

    private final PoolId pool;
    private final SurplusTracker surplus;
    private final DemandForecast forecast;
    private final Pricing pricer;
    private final Limits limits;
    private final Machines machines;
    private final long pricingTick;
    private Optional<PricedTick> priced = Optional.empty();
    private Optional<PricedTick> offered = Optional.empty();
    private List<Long> toldCapacity = List.of();
    private long toldCapacityFrom;
    private long warnedLots;
    private long lastTick = Long.MIN_VALUE;

    /** A desk that goes on from the state of tracker and forecast; it tells its capacity anew at its first step. */
    public OperatorDesk(
            PoolId pool,
            SurplusTracker surplus,
            DemandForecast forecast,
            Pricing pricer,
            Limits limits,
            Machines machines) {
        this(pool, surplus, forecast, pricer, limits, machines, PRICING_TICK);
    }

    /**
     * The same, priced at another tick.
     *
     * @param pricingTick milliseconds; divides a quarter of an hour
     */
    public OperatorDesk(
            PoolId pool,
            SurplusTracker surplus,
            DemandForecast forecast,
            Pricing pricer,
            Limits limits,
            Machines machines,
            long pricingTick) {
        if (pricingTick <= 0 || QUARTER % pricingTick != 0) {
            throw new IllegalArgumentException("a pricing tick must divide a quarter of an hour: " + pricingTick);
        }
        this.pricingTick = pricingTick;
        this.pool = pool;
        this.surplus = surplus;
        this.forecast = forecast;
        this.pricer = pricer;
        this.limits = limits;
        this.machines = machines;
    }

    /**
     * What one step came to.
     *
     * @param decision what was decided about the surplus
     * @param learned whether an hour of demand ended and the forecast has a new state to store
     * @param commands to be entered in this order
     * @param pricingFailure why nothing was priced in a tick that should have been
     */
    public record Step(
            SurplusDecision decision,
            boolean learned,
            List<Command> commands,
            Optional<PricingFailedException> pricingFailure) {}

    /**
     * One step; a minute of market time apart is often enough.
     *
     * @param now market time, epoch milliseconds, never earlier than before
     * @param hours the hours of the pool, from a day or two back to the last that is listed
     */
    public Step step(long now, DemandSnapshot demand, PoolView view, List<HourView> hours) {
        SurplusDecision decision = surplus.observe(now, demand);
        boolean learned = forecast.observe(now, demand);
        List<Command> commands = new ArrayList<>();
        List<Long> capacity = capacity(now, hours);
        tellCapacity(now, capacity).ifPresent(commands::add);
        warnOfNeed(decision, capacity.get(0)).ifPresent(commands::add);
        Optional<PricingFailedException> failure = Optional.empty();
        long tick = Math.floorDiv(now, pricingTick);
        boolean released = decision instanceof SurplusDecision.Release;
        if (tick != lastTick || released) {
            lastTick = tick;
            try {
                PricedTick ticked = PricedTick.of(
                        Basis.of(facts(now, demand, hours, capacity), priced.map(PricedTick::prices)), pricer);
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
        return new Step(decision, learned, List.copyOf(commands), failure);
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

    /** The forecast of the pool, for whoever stores it or watches how good it is. */
    public DemandForecast forecast() {
        return forecast;
    }

    private boolean isLastTickOfQuarter(long now) {
        return Math.floorMod(now, QUARTER) >= QUARTER - pricingTick;
    }

    private Optional<Command> tellCapacity(long now, List<Long> capacity) {
        long running = Hours.containing(now);
        boolean toldAlready = !toldCapacity.isEmpty();
        for (int i = 0; toldAlready && i < capacity.size(); i++) {
            toldAlready = capacity.get(i) == toldFor(running + i);
        }
        if (toldAlready) {
            return Optional.empty();
        }
        int told = capacity.size();
        while (told > 1 && capacity.get(told - 1).equals(capacity.get(told - 2))) {
            told--;
        }
        toldCapacity = List.copyOf(capacity.subList(0, told));
        toldCapacityFrom = running;
        return Optional.of(new Command.SetCapacity(running, toldCapacity));
    }

    /**
     * A shortfall that has not stood for long enough yet is told once, and again when it grows beyond what was told. It is
     * over when it is gone or was asked back; what is still missing then is another one. Lots in turnaround go back first,
     * so what nobody can have yet is at nobody's risk. A desk that starts again tells it again.
     */
    private Optional<Command> warnOfNeed(SurplusDecision decision, long capacity) {
        long missing = surplus.missingLots();
        if (missing == 0 || decision instanceof SurplusDecision.Need) {
            warnedLots = 0;
        }
        long atRisk = Math.max(0, capacity - (surplus.offeredLots() - missing));
        if (missing == 0 || atRisk <= warnedLots) {
            return Optional.empty();
        }
        warnedLots = atRisk;
        return Optional.of(new Command.WarnOfNeed(atRisk));
    }

    /** What the exchange takes for the capacity of an hour: the last figure told holds for all later ones. */
    private long toldFor(long hour) {
        return toldCapacity.get((int) Math.min(hour - toldCapacityFrom, toldCapacity.size() - 1));
    }

    /**
     * What can be delivered in each hour from the running one to the last that is listed. Near ones have the lots that are
     * usable then; a later one has what is as likely to be there as not, which may be more than there is now, and never
     * promises all of it: how much of it becomes titles is for the rules. Without a forecast it has what is usable now.
     */
    private List<Long> capacity(long now, List<HourView> hours) {
        long running = Hours.containing(now);
        long lastListed =
                hours.isEmpty() ? running : hours.get(hours.size() - 1).hour();
        List<Long> instants = new ArrayList<>();
        for (long hour = running; hour <= Math.max(lastListed, running + HOURS_AHEAD - 1); hour++) {
            instants.add(Math.max(now, Hours.startMillis(hour)));
        }
        List<Long> usable = machines.usableLots(instants);
        List<Long> capacity = new ArrayList<>();
        for (int i = 0; i < instants.size(); i++) {
            SurplusOutlook outlook = outlook(now, running + i);
            capacity.add(
                    outlook.isKnown() && i >= HOURS_AHEAD
                            ? outlook.p50()
                            : Math.min(surplus.usableLotsAt(instants.get(i)), usable.get(i)));
        }
        return capacity;
    }

    private SurplusOutlook outlook(long now, long hour) {
        return forecast.outlook(hour, hour < Hours.containing(now) + HOURS_OUT ? surplus.offeredLots() : 0);
    }

    private PoolFacts facts(long now, DemandSnapshot demand, List<HourView> hours, List<Long> capacity) {
        long running = Hours.containing(now);
        List<HourFacts> open = hours.stream()
                .filter(hour -> hour.state() == HourState.LISTED && Hours.startMillis(hour.hour()) > now)
                .map(hour -> HourFacts.at(
                                now,
                                hour.hour(),
                                capacity.get((int) (hour.hour() - running)),
                                hour.mintedLots(),
                                hour.soldLots(),
                                hour.reference())
                        .with(outlook(now, hour.hour())))
                .toList();
        long utilisation = demand.totalLots() == 0 ? WHOLE_BPS : demand.internalLots() * WHOLE_BPS / demand.totalLots();
        // The reserve must reach as far as the larger of this hour's spot and the next one's.
        long usable = Math.max(capacity.get(0), capacity.get(1));
        long firm = hours.stream()
                .filter(hour -> hour.hour() == running || hour.hour() == running + 1)
                .mapToLong(HourView::soldLots)
                .min()
                .orElse(0);
        return new PoolFacts(pool, now, usable, Math.min(firm, usable), utilisation, Swing.bps(hours), limits, open);
    }
}
