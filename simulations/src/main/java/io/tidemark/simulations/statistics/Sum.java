package io.tidemark.simulations.statistics;

/**
 * Sums in the order given, with Neumaier's compensation: a small value after a large one is not lost.
 */
final class Sum {
    private Sum() {}

    static double of(double[] values) {
        double sum = 0;
        double lost = 0;
        for (double value : values) {
            double next = sum + value;
            lost += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
            sum = next;
        }
        return sum + lost;
    }

    static double mean(double[] values) {
        return of(values) / values.length;
    }

    /** The sum of the squares of the distances from a centre. */
    static double squares(double[] values, double centre) {
        double[] squares = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double distance = values[i] - centre;
            squares[i] = distance * distance;
        }
        return of(squares);
    }
}
