package io.tidemark.simulations;

import io.tidemark.fleet.surplus.DemandSource;
import io.tidemark.fleet.surplus.SurplusDecision;
import io.tidemark.fleet.surplus.SurplusPolicy;
import io.tidemark.fleet.surplus.SurplusTracker;
import java.time.Duration;

/** What a tracker decides over some days of a demand, counted. Read every five minutes. */
public record MarketDays(int releases, long lotsReleased, int needs, long lotsNeeded, long largestNeed, long offered) {
    private static final long STEP = Duration.ofMinutes(5).toMillis();

    public static MarketDays run(DemandSource demand, SurplusPolicy policy, long from, Duration length) {
        SurplusTracker tracker = new SurplusTracker(policy);
        int releases = 0;
        int needs = 0;
        long released = 0;
        long needed = 0;
        long largest = 0;
        for (long now = from; now < from + length.toMillis(); now += STEP) {
            SurplusDecision decision = tracker.observe(now, demand.snapshot(now));
            if (decision instanceof SurplusDecision.Release release) {
                releases++;
                released += release.lots();
            } else if (decision instanceof SurplusDecision.Need need) {
                needs++;
                needed += need.lots();
                largest = Math.max(largest, need.lots());
            }
        }
        return new MarketDays(releases, released, needs, needed, largest, tracker.offeredLots());
    }
}
