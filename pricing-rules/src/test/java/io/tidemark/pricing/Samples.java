package io.tidemark.pricing;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.facts.Limits;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.facts.SurplusOutlook;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Pools to price. Public for the tests of the other packages. */
public final class Samples {
    /** Compiled once for all tests: compiling takes longer than all of them. */
    public static final RuleSet RULES = RuleSet.builtIn();

    public static final PoolId B200 = PoolId.parse("B200X8.PRN1");
    public static final Limits LIMITS = new Limits(45, 2_000, 2_500);

    /** Wednesday 2026-11-18 12:00 UTC. */
    public static final long NOON = Hours.startMillis(Hours.parse("2026111812"));

    private Samples() {}

    /** A pool of 100 lots, 60 of them firm, at noon. */
    public static PoolFacts pool(long utilisationBps, HourFacts... hours) {
        return pool(B200, utilisationBps, LIMITS, List.of(hours));
    }

    public static PoolFacts pool(PoolId pool, long utilisationBps, Limits limits, List<HourFacts> hours) {
        return new PoolFacts(pool, NOON, 100, 60, utilisationBps, 500, limits, hours);
    }

    /** An hour of 100 lots, so many hours after noon; 80 are minted, nothing was traded. */
    public static HourFacts hour(long hoursAhead, long soldLots) {
        return hour(hoursAhead, soldLots, 0);
    }

    public static HourFacts hour(long hoursAhead, long soldLots, long referenceTicks) {
        return HourFacts.at(NOON, Hours.containing(NOON) + hoursAhead, 100, 80, soldLots, referenceTicks);
    }

    public static long epochHour(long hoursAhead) {
        return Hours.containing(NOON) + hoursAhead;
    }

    /** Any forecast, now and then none. */
    private static SurplusOutlook outlook(SplittableRandom random) {
        if (random.nextInt(4) == 0) {
            return SurplusOutlook.UNKNOWN;
        }
        return SurplusOutlook.of(random.longs(SurplusOutlook.LEVELS_BPS.size(), 0, 200)
                .sorted()
                .boxed()
                .toList());
    }

    /** Any pool with any hours; limits tight enough to bind now and then. */
    public static PoolFacts random(PoolId pool, SplittableRandom random) {
        long now = NOON + random.nextLong(Hours.MILLIS);
        List<HourFacts> hours = new ArrayList<>();
        for (long ahead = 1; ahead <= 168; ahead += random.nextLong(1, 12)) {
            long minted = random.nextLong(0, 200);
            hours.add(HourFacts.at(
                            now,
                            Hours.containing(now) + ahead,
                            random.nextLong(0, 200),
                            minted,
                            random.nextLong(0, minted + 1),
                            random.nextInt(3) == 0 ? 0 : random.nextLong(1, 2_000))
                    .with(outlook(random)));
        }
        return new PoolFacts(
                pool,
                now,
                random.nextLong(0, 200),
                random.nextLong(0, 200),
                random.nextLong(0, 10_001),
                random.nextLong(-1, 5_000),
                new Limits(random.nextLong(1, 300), random.nextLong(350, 2_000), random.nextLong(1, 10_001)),
                hours);
    }
}
