package io.tidemark.fleet.forecast;

import java.util.function.IntUnaryOperator;

/**
 * What the past says about the hours ahead: a profile of the week, and how much of the present deviation from it is left
 * after so many hours.
 *
 * <p>The profile is a mean, plus what the hour of the day, the day of the week and the hour of the week add to it. Each part is drawn towards
 * nothing as if it had been zero a few times before anything was seen, so that a short past gives a flat week and not the
 * noise of it. What is left of a deviation is fitted at each lead by itself: gangs end, and so demand does not fade at one
 * rate.
 *
 * <p>Sums and quotients of doubles, and one power of {@link StrictMath}: the same bits on every machine.
 */
final class Fit {
    static final int HOURS_PER_WEEK = 168;
    private static final int HOURS_PER_DAY = 24;

    /** Epoch hour 0 was a Thursday. */
    private static final int HOURS_FROM_MONDAY_TO_EPOCH = 72;

    /** As if each hour of the day had shown nothing on so many days. */
    private static final double DAYS_OF_DOUBT = 7;

    /** As if each day of the week had shown nothing in five weeks, an hour each. */
    private static final double DAY_HOURS_OF_DOUBT = 5 * HOURS_PER_DAY;

    /** As if each hour of the week had shown nothing in so many weeks. */
    private static final double WEEKS_OF_DOUBT = 16;

    /** What was seen so many hours ago weighs half: fleets grow and shrink. */
    static final double HALF_LIFE = 4.0 * HOURS_PER_WEEK;

    private final double[] week = new double[HOURS_PER_WEEK];
    private final double[] left = new double[Leads.HOURS.size()];
    private final long start;
    private final double[] seen;
    private final double[] weight;
    private final long origin;
    private final double deviation;

    /** Fits a past that knows an hour at least. */
    Fit(Past past) {
        start = past.start();
        seen = past.all().stream()
                .mapToDouble(lots -> lots == Past.MISSING ? Double.NaN : lots)
                .toArray();
        weight = weights(seen.length);
        add(1, cell -> 0, 0);
        add(HOURS_PER_DAY, cell -> cell % HOURS_PER_DAY, DAYS_OF_DOUBT);
        add(HOURS_PER_WEEK / HOURS_PER_DAY, cell -> cell / HOURS_PER_DAY, DAY_HOURS_OF_DOUBT);
        add(HOURS_PER_WEEK, cell -> cell, WEEKS_OF_DOUBT);
        double most = 1;
        double[] deviations = new double[seen.length];
        for (int i = 0; i < seen.length; i++) {
            deviations[i] = seen[i] - usual(start + i);
        }
        for (int i = 0; i < left.length; i++) {
            most = Math.max(0, Math.min(most, left(deviations, Leads.HOURS.get(i))));
            left[i] = most;
        }
        int last = seen.length - 1;
        while (Double.isNaN(seen[last])) {
            last--;
        }
        this.origin = start + last;
        this.deviation = deviations[last];
    }

    private static double[] weights(int hours) {
        double kept = StrictMath.pow(0.5, 1 / HALF_LIFE);
        double[] weights = new double[hours];
        double weight = 1;
        for (int i = hours - 1; i >= 0; i--) {
            weights[i] = weight;
            weight *= kept;
        }
        return weights;
    }

    /** The last hour that is known; leads count from it. */
    long origin() {
        return origin;
    }

    /** The demand of a later hour in lots, by what is left of the deviation then. */
    double demand(long hour) {
        return usual(hour) + deviation * Leads.between(hour - origin, place -> left[place]);
    }

    /** The same if all of the deviation stays. */
    double shifted(long hour) {
        return usual(hour) + deviation;
    }

    private double usual(long hour) {
        return week[cell(hour)];
    }

    private static int cell(long hour) {
        return Math.floorMod(hour + HOURS_FROM_MONDAY_TO_EPOCH, HOURS_PER_WEEK);
    }

    /** Adds to the profile what groups of its cells have in common beyond what it says already. */
    private void add(int groups, IntUnaryOperator groupOf, double doubt) {
        double[] sums = new double[groups];
        double[] counts = new double[groups];
        for (int i = 0; i < seen.length; i++) {
            if (!Double.isNaN(seen[i])) {
                int group = groupOf.applyAsInt(cell(start + i));
                sums[group] += weight[i] * (seen[i] - usual(start + i));
                counts[group] += weight[i];
            }
        }
        for (int cell = 0; cell < HOURS_PER_WEEK; cell++) {
            int group = groupOf.applyAsInt(cell);
            week[cell] += counts[group] == 0 ? 0 : sums[group] / (counts[group] + doubt);
        }
    }

    /** The least squares of deviations on those so many hours before, drawn to nothing while few pairs stand apart. */
    private double left(double[] deviations, int lead) {
        double product = 0;
        double square = 0;
        double pairs = 0;
        for (int i = lead; i < deviations.length; i++) {
            double before = deviations[i - lead];
            if (!Double.isNaN(before) && !Double.isNaN(deviations[i])) {
                product += weight[i] * before * deviations[i];
                square += weight[i] * before * before;
                pairs += weight[i];
            }
        }
        return square == 0 ? 0 : product / square * pairs / (pairs + 2 * lead);
    }
}
