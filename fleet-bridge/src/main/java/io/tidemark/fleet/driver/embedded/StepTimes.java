package io.tidemark.fleet.driver.embedded;

import io.tidemark.exchange.contract.Sku;

/** How long the steps of a simulated node take. */
public record StepTimes(Span fence, Span sanitize, Span deploy, Span check) {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60_000;

    private static final StepTimes SERVER = new StepTimes(
            new Span(5 * SECOND, 15 * SECOND),
            new Span(8 * MINUTE, 12 * MINUTE),
            new Span(3 * MINUTE, 5 * MINUTE),
            new Span(30 * SECOND, 90 * SECOND));

    // A lot is as late as the slowest of its 16 trays; gate to hour start are ten minutes, and it must deploy in them.
    private static final StepTimes TRAY = new StepTimes(
            new Span(5 * SECOND, 15 * SECOND),
            new Span(20 * MINUTE, 30 * MINUTE),
            new Span(5 * MINUTE, 7 * MINUTE),
            new Span(MINUTE, 2 * MINUTE));

    /**
     * From and to, milliseconds of market time.
     *
     * @param least positive
     * @param most not less than the least
     */
    public record Span(long least, long most) {
        public Span {
            if (least <= 0 || most < least) {
                throw new IllegalArgumentException("a span from " + least + " to " + most);
            }
        }

        long at(double chance) {
            return least + (long) (chance * (most - least + 1));
        }
    }

    /** Figures that fit the turnarounds of the surplus policy: 20 minutes for servers, 45 for racks. */
    public static StepTimes standard(Sku sku) {
        return switch (sku) {
            case B200X8 -> SERVER;
            case GB200R64, GB300R64 -> TRAY;
        };
    }

    /** The same machines, so many times faster; no step is shorter than a millisecond. */
    public StepTimes faster(int times) {
        return new StepTimes(
                faster(fence, times), faster(sanitize, times), faster(deploy, times), faster(check, times));
    }

    private static Span faster(Span span, int times) {
        return new Span(Math.max(1, span.least() / times), Math.max(1, span.most() / times));
    }
}
