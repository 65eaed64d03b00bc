package io.tidemark.fleet.reliability;

import io.tidemark.exchange.pool.Event.LeaseEnd;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How well a pool kept its word between two instants of market time, epoch milliseconds.
 *
 * @param from the window's beginning, or that of the record if it is younger
 */
public record Reliability(long from, long to, Spot spot, List<Notices> notices, Firm firm) {
    /** Of a pool of which nothing was ever written down. */
    public static final Reliability NONE = new Reliability(
            0,
            0,
            new Spot(0, 0, 0, 0, 0, 0, ReliabilityReport.ages(new Survival())),
            List.of(),
            new Firm(0, 0, 0, 0, OptionalLong.empty()));

    public Reliability {
        notices = List.copyOf(notices);
    }

    /**
     * Lots of spot leases that began in the window.
     *
     * @param bids how many spot bids they were of
     * @param reclaimedLots ended by the operator with notice
     * @param noSupplyLots ended with the hour because the next one had fewer spot lots than the lease
     * @param otherEndLots ended by their holder, or by its maximum or its money
     */
    public record Spot(
            long bids,
            long lots,
            long reclaimedLots,
            long noSupplyLots,
            long otherEndLots,
            long runningLots,
            List<Age> survival) {
        public Spot {
            survival = List.copyOf(survival);
        }
    }

    /**
     * How many of those lots the operator had left alone at an age: Kaplan and Meier's estimate, in which only the first two
     * ends are events and all else is censored.
     *
     * @param share 0 to 1; empty if no lot was watched for so long
     * @param interval the 95 % interval; empty too if nothing had been taken by then, or all was
     * @param watchedLots lots that were seen at that age or later
     */
    public record Age(int hours, OptionalDouble share, Optional<Interval> interval, long watchedLots) {}

    /** A 95 % interval. */
    public record Interval(double low, double high) {}

    /**
     * Notices of one cause that were given in the window: that lots of a lease run until an instant.
     *
     * @param kept notices of which every lot ran at least so long, or until its holder gave it back
     * @param broken notices of which a lot was taken earlier
     * @param open notices of which it is not known yet
     * @param shortestSeconds from the word to the instant; 0 if it came too late
     */
    public record Notices(
            LeaseEnd cause,
            long given,
            long kept,
            long broken,
            long open,
            long lots,
            long brokenLots,
            long shortestSeconds,
            long medianSeconds) {}

    /**
     * Firm lot-hours: of hours in the window that are settled, and of those that were curtailed.
     *
     * @param shortLotHours delivered for some of the hour
     * @param failedLotHours not delivered at all
     * @param curtailedLotHours taken back before the hour, with notice and damages
     * @param curtailedBeforeSeconds the least notice of that
     */
    public record Firm(
            long wholeLotHours,
            long shortLotHours,
            long failedLotHours,
            long curtailedLotHours,
            OptionalLong curtailedBeforeSeconds) {}
}
