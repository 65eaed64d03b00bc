package io.tidemark.exchange.book;

/** The prices that continuous trading may print, by hour. */
public interface PriceBand {
    /** Lets everything be printed. */
    PriceBand NONE = upTo(Long.MAX_VALUE);

    /** The lowest price in ticks. */
    long low(long hour);

    /** The highest price in ticks; a residual is cut to it. */
    long high(long hour);

    /** Whether a fill that would leave it is not made; otherwise it only cuts residuals. */
    boolean stopsFills();

    /** A band that only cuts residuals. */
    static PriceBand upTo(long ticks) {
        return new PriceBand() {
            @Override
            public long low(long hour) {
                return 0;
            }

            @Override
            public long high(long hour) {
                return ticks;
            }

            @Override
            public boolean stopsFills() {
                return false;
            }
        };
    }
}
