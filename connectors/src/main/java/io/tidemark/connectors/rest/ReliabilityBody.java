package io.tidemark.connectors.rest;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How well a pool kept its word in the last days of market time.
 *
 * @param from where the record begins, if that is later; absent if there is none yet
 * @param until as far as the books have the journal
 * @param sentence what it says of spot leases, with how many lots it was seen on
 */
public record ReliabilityBody(
        String pool,
        int days,
        @Nullable String from,
        @Nullable String until,
        String sentence,
        SpotReliability spot,
        List<NoticesBody> notices,
        FirmReliability firm) {
    public ReliabilityBody {
        notices = List.copyOf(notices);
    }

    /** One whose sentence says what its figures do. */
    public static ReliabilityBody of(
            String pool,
            int days,
            @Nullable String from,
            @Nullable String until,
            SpotReliability spot,
            List<NoticesBody> notices,
            FirmReliability firm) {
        return new ReliabilityBody(pool, days, from, until, sentence(days, spot), spot, notices, firm);
    }

    /**
     * Lots of spot leases that began in these days.
     *
     * @param bids how many bids they were of
     * @param reclaimedLots taken back by the operator with notice
     * @param noSupplyLots not in the next hour, which had fewer spot lots than the lease ran
     * @param otherEndLots given back, outbid, or out of money
     */
    public record SpotReliability(
            long bids,
            long lots,
            long reclaimedLots,
            long noSupplyLots,
            long otherEndLots,
            long runningLots,
            List<SurvivalBody> survival) {
        public SpotReliability {
            survival = List.copyOf(survival);
        }
    }

    /**
     * How many lots the operator had left alone at an age.
     *
     * @param share 0 to 1, rounded down to four places; absent if no lot was seen for so long
     * @param low the lower end of the 95 % interval; absent if none was taken by then, or all were
     * @param watchedLots lots that were seen for so long
     */
    public record SurvivalBody(
            int hours,
            @Nullable Double share,
            @Nullable Double low,
            @Nullable Double high,
            long watchedLots) {}

    /** The notices of one cause, given in these days. */
    public record NoticesBody(
            String cause,
            long given,
            long kept,
            long broken,
            long open,
            long lots,
            long brokenLots,
            long shortestSeconds,
            long medianSeconds) {}

    /** Firm lot-hours of these days; {@code shortestCurtailmentSeconds} is absent if nothing was curtailed. */
    public record FirmReliability(
            long wholeLotHours,
            long shortLotHours,
            long failedLotHours,
            long curtailedLotHours,
            @Nullable Long shortestCurtailmentSeconds) {}

    private static String sentence(int days, SpotReliability spot) {
        if (spot.lots() == 0) {
            return "No spot lease that began in the last " + days + " days is on record here.";
        }
        StringBuilder words = new StringBuilder("Not taken back by the operator: ");
        for (SurvivalBody age : spot.survival()) {
            Double share = age.share();
            words.append(
                    share == null
                            ? "after " + age.hours() + " h not known yet, "
                            : String.format(
                                    Locale.ROOT,
                                    "%.1f %% after %d h (%s seen so long), ",
                                    // Down: what is published as 100 % was never broken.
                                    Math.floor(share * 1_000 + 1e-9) / 10,
                                    age.hours(),
                                    count(age.watchedLots(), "lot")));
        }
        words.setLength(words.length() - 2);
        return words + ". " + count(spot.lots(), "lot") + " of " + count(spot.bids(), "bid") + " in the last " + days
                + " days, " + (spot.reclaimedLots() + spot.noSupplyLots()) + " taken back.";
    }

    private static String count(long number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }
}
