package io.tidemark.simulations.statistics;

import java.util.Arrays;

/**
 * The mean of one long run, whose observations depend on each other: they are averaged in batches so long that the batches
 * hardly do. Holds 32 to 63 batches however long the run is: when there are 64, neighbours are joined.
 *
 * <p>Remove the warm-up first. What does not fill a batch is left out of the estimate.
 */
public final class BatchMeans {
    private static final int MOST = 64;

    private final double[] sums = new double[MOST];
    private int batches;
    private long batchSize = 1;
    private double sum;
    private long inBatch;

    public void add(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("not a finite number: " + value);
        }
        sum += value;
        if (++inBatch == batchSize) {
            sums[batches++] = sum;
            sum = 0;
            inBatch = 0;
            if (batches == MOST) {
                join();
            }
        }
    }

    private void join() {
        for (int i = 0; i < MOST / 2; i++) {
            sums[i] = sums[2 * i] + sums[2 * i + 1];
        }
        batches = MOST / 2;
        batchSize *= 2;
    }

    /** Observations in one batch. */
    public long batchSize() {
        return batchSize;
    }

    /**
     * Treats the batch means as independent values; see {@link #correlation} for whether they are.
     *
     * @throws IllegalArgumentException if nothing was observed
     */
    public Estimate estimate() {
        return Estimate.of(means());
    }

    private double[] means() {
        return Arrays.stream(sums, 0, batches).map(batch -> batch / batchSize).toArray();
    }

    /** How neighbouring batches move together, from -1 to 1: beyond about 0.3 the run is too short for its interval. */
    public double correlation() {
        double[] means = means();
        if (means.length < 3) {
            return 0;
        }
        double centre = Sum.mean(means);
        double[] products = new double[means.length - 1];
        for (int i = 0; i < products.length; i++) {
            products[i] = (means[i] - centre) * (means[i + 1] - centre);
        }
        double squares = Sum.squares(means, centre);
        return squares == 0 ? 0 : Sum.of(products) / squares;
    }
}
