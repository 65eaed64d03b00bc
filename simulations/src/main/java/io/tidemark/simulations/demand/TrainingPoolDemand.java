package io.tidemark.simulations.demand;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.surplus.DemandSnapshot;
import io.tidemark.fleet.surplus.DemandSource;
import io.tidemark.simulations.random.NamedStreams;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The internal demand of a training pool, made from a seed in steps of five minutes.
 *
 * <p>Any instant may be asked for, in any order, and always has the same answer: weeks are generated on their own, and a
 * few are kept. Everything but the outages, and an opening if it is staged, is laid along the epoch, so that two markets with one seed and different
 * starts see the same demand; outages are counted from the market's start, and spare its first week and the day before
 * it, for a market that opens into an outage has nothing to show.
 *
 * <p>Demand above the pool's size is pending; what is in use and what is pending are rounded up to whole lots. Not safe
 * for use by several threads, for it remembers the last weeks.
 */
public final class TrainingPoolDemand implements DemandSource {
    private static final long STEP = Duration.ofMinutes(5).toMillis();
    private static final int STEPS_PER_HOUR = 12;
    private static final int STEPS_PER_DAY = 24 * STEPS_PER_HOUR;
    private static final int STEPS_PER_WEEK = 7 * STEPS_PER_DAY;
    private static final long DAY = STEPS_PER_DAY * STEP;

    /** The epoch began on a Thursday; weeks are counted from the Monday before it. */
    private static final int EPOCH_STEP_OF_WEEK = 3 * STEPS_PER_DAY;

    private static final int HOUR_PEAK = 15 * STEPS_PER_HOUR;
    private static final int WEEKDAY_PEAK = 3 * STEPS_PER_DAY + STEPS_PER_DAY / 2;

    /**
     * The wandering is followed from this many weeks before. At the suggested correlation what came before has then
     * faded to 10^-7 of its size, so the weeks join without a seam.
     */
    private static final int WARM_UP_WEEKS = 2;

    private static final long QUARTER = 91 * DAY;
    private static final long QUIET_START = 7 * DAY;
    private static final long QUIET_END = DAY;

    private static final int OPENING = 6 * STEPS_PER_HOUR;
    private static final int OPENING_GANG_START = 2 * STEPS_PER_HOUR;
    private static final int OPENING_GANG_END = 4 * STEPS_PER_HOUR;

    /** What is left running on a cluster that is down. */
    private static final double OUTAGE_USE = 0.02;

    private static final int WEEKS_KEPT = 4;
    private static final int LARGEST_POOL = 10_000_000;

    private final NamedStreams streams;
    private final PoolId pool;
    private final long poolLots;
    private final long marketStart;
    private final DemandShape shape;
    private final Map<Long, double[]> weeks = new LinkedHashMap<>();

    /**
     * Makes the demand of a pool.
     *
     * @param seed of the run; pools with one seed have demands of their own
     * @param poolLots lots of the pool, from 1 to 10,000,000
     * @param marketStart when the market opens, epoch milliseconds; the same after a restart
     */
    public TrainingPoolDemand(long seed, PoolId pool, long poolLots, long marketStart, DemandShape shape) {
        if (poolLots < 1 || poolLots > LARGEST_POOL) {
            throw new IllegalArgumentException("lots must be from 1 to " + LARGEST_POOL + ": " + poolLots);
        }
        this.streams = new NamedStreams(seed);
        this.pool = pool;
        this.poolLots = poolLots;
        this.marketStart = marketStart;
        this.shape = shape;
    }

    @Override
    public DemandSnapshot snapshot(long now) {
        boolean down = isOutage(now);
        double lots = poolLots * (down ? OUTAGE_USE : use(Math.floorDiv(now, STEP)));
        long wanted = (long) Math.ceil(Math.max(0, lots));
        long inUse = Math.min(poolLots, wanted);
        return new DemandSnapshot(now, poolLots, inUse, wanted - inUse, down);
    }

    /** The share wanted in a step since the epoch, outages aside; it may lie below 0 or above 1. */
    double use(long step) {
        long sinceStart = step - Math.floorDiv(marketStart, STEP);
        // Long before the market there was no stage: whoever learns from that past must find it as it will be.
        if (!shape.stagedOpening() || Math.abs(sinceStart) >= OPENING) {
            return usual(step) + chance(step);
        }
        boolean gang = sinceStart >= OPENING_GANG_START && sinceStart < OPENING_GANG_END;
        // As large as gangs get, or the headroom might swallow it and nothing would be asked back.
        return usual(step) + chance(step) * Math.max(0, sinceStart) / OPENING + (gang ? shape.largestGang() : 0);
    }

    /** What the calendar says. */
    private double usual(long step) {
        int stepOfWeek = Math.floorMod(step + EPOCH_STEP_OF_WEEK, STEPS_PER_WEEK);
        return shape.meanUse()
                - shape.meanGangUse()
                + wave(shape.hourSwing(), stepOfWeek - HOUR_PEAK, STEPS_PER_DAY)
                + wave(shape.weekdaySwing(), stepOfWeek - WEEKDAY_PEAK, STEPS_PER_WEEK);
    }

    private static double wave(double swing, int step, int period) {
        return swing * StrictMath.cos(2 * StrictMath.PI * step / period);
    }

    /** What the seed says: the wandering and the gangs. */
    private double chance(long step) {
        long sinceMonday = step + EPOCH_STEP_OF_WEEK;
        long number = Math.floorDiv(sinceMonday, STEPS_PER_WEEK);
        double[] week = weeks.get(number);
        if (week == null) {
            week = generate(number);
        }
        return week[Math.floorMod(sinceMonday, STEPS_PER_WEEK)];
    }

    private double[] generate(long number) {
        double[] week = wandering(number);
        addGangs(week, number);
        if (weeks.size() == WEEKS_KEPT) {
            weeks.remove(weeks.keySet().iterator().next());
        }
        weeks.put(number, week);
        return week;
    }

    /** An AR(1): each step keeps most of the one before, and adds as much fresh noise as keeps the size what it is. */
    private double[] wandering(long number) {
        double kept = StrictMath.pow(shape.hourCorrelation(), 1.0 / STEPS_PER_HOUR);
        double fresh = shape.noise() * Math.sqrt(1 - kept * kept);
        double[] week = new double[STEPS_PER_WEEK];
        double level = 0;
        for (long from = number - WARM_UP_WEEKS; from <= number; from++) {
            UniformRandomProvider random = streams.stream(pool + "/internal-demand/wandering", from);
            for (int step = 0; step < STEPS_PER_WEEK; step++) {
                level = kept * level + fresh * gaussian(random);
                week[step] = level;
            }
        }
        return week;
    }

    /** Box and Muller's: two numbers a draw, always, so that no draw moves the ones after it. */
    private static double gaussian(UniformRandomProvider random) {
        // 1 - [0, 1) is never zero, of which there is no logarithm.
        double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
    }

    /** A gang may start on the day before the week and run into it; none runs for longer than a day. */
    private void addGangs(double[] week, long number) {
        for (int day = -1; day < 7; day++) {
            UniformRandomProvider random = streams.stream(pool + "/internal-demand/gang", 7 * number + day);
            boolean starts = random.nextDouble() < shape.gangsPerWeek() / 7;
            int start = day * STEPS_PER_DAY + random.nextInt(STEPS_PER_DAY);
            double size = between(random, shape.smallestGang(), shape.largestGang());
            double hours = between(random, shape.shortestGangHours(), shape.longestGangHours());
            int end = start + (int) Math.round(hours * STEPS_PER_HOUR);
            for (int step = Math.max(0, start); starts && step < Math.min(STEPS_PER_WEEK, end); step++) {
                week[step] += size;
            }
        }
    }

    private static double between(UniformRandomProvider random, double least, double most) {
        return least + (most - least) * random.nextDouble();
    }

    private boolean isOutage(long now) {
        if (!shape.outages()) {
            return false;
        }
        long sinceStart = now - marketStart;
        long quarter = Math.floorDiv(sinceStart, QUARTER);
        UniformRandomProvider random = streams.stream(pool + "/internal-demand/outage", quarter);
        long start = QUIET_START + STEP * random.nextLong((QUARTER - QUIET_START - QUIET_END - DAY) / STEP + 1);
        long inQuarter = Math.floorMod(sinceStart, QUARTER);
        return inQuarter >= start && inQuarter < start + DAY;
    }
}
