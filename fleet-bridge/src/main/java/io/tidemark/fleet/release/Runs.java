package io.tidemark.fleet.release;

import java.util.stream.LongStream;

/** Numbers as runs of equal differences from one to the next, in pairs: the difference, and how often it comes. */
final class Runs {
    /** More figures than all hours of a pool have; what claims more is no column. */
    private static final int MOST = 10_000;

    private Runs() {}

    static long[] of(long[] values) {
        LongStream.Builder runs = LongStream.builder();
        long before = 0;
        for (int i = 0; i < values.length; ) {
            long difference = values[i] - before;
            int first = i;
            while (i < values.length && values[i] - before == difference) {
                before = values[i++];
            }
            runs.add(difference).add(i - first);
        }
        return runs.build().toArray();
    }

    /**
     * The numbers of runs.
     *
     * @throws IllegalArgumentException if they are more than a column has
     */
    static long[] values(long[] runs) {
        LongStream.Builder values = LongStream.builder();
        long value = 0;
        int count = 0;
        for (int i = 0; i < runs.length; i += 2) {
            for (long left = runs[i + 1]; left > 0; left--) {
                if (++count > MOST) {
                    throw new IllegalArgumentException("a column of more than " + MOST + " numbers");
                }
                value += runs[i];
                values.add(value);
            }
        }
        return values.build().toArray();
    }
}
