package io.tidemark.pricing.benchmark;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.facts.Limits;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.price.Pricer;
import io.tidemark.pricing.price.Reasons;
import io.tidemark.pricing.publish.PoolPrices;
import io.tidemark.pricing.publish.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One pool of 168 hours under the built-in tables, other facts each time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 10, time = 2)
@Measurement(iterations = 10, time = 2)
@Fork(
        value = 1,
        jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
public class PoolPricing {
    private static final int HOURS = 168;
    private static final int DIFFERENT = 64;
    private static final long LOTS = 100;
    private static final long MINTED = 60;
    private static final long WHOLE_BPS = 10_001;
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final Limits LIMITS = new Limits(30, 5_000, 2_500);
    private static final long NOW = Hours.startMillis(Hours.parse("2026111812"));

    private final RuleSet rules = RuleSet.builtIn();
    private final Pricer pricer = new Pricer(rules);
    private final List<PoolFacts> facts = new ArrayList<>();
    private final PoolFacts explained;
    private final PoolPrices prices;
    private Optional<PoolPrices> before = Optional.empty();
    private int next;

    public PoolPricing() {
        for (int i = 0; i < DIFFERENT; i++) {
            facts.add(facts(i));
        }
        explained = facts.get(0);
        prices = pricer.price(explained, Optional.empty());
    }

    private static PoolFacts facts(int i) {
        List<HourFacts> hours = new ArrayList<>();
        for (int hour = 1; hour <= HOURS; hour++) {
            long sold = Math.floorMod(i + hour * 7L, MINTED + 1);
            long reference = hour % 3 == 0 ? 0 : 200 + Math.floorMod(i * 3L + hour, 300L);
            hours.add(HourFacts.at(NOW, Hours.containing(NOW) + hour, LOTS, MINTED, sold, reference));
        }
        long use = Math.floorMod(i * 1_009L, WHOLE_BPS);
        return new PoolFacts(POOL, NOW, LOTS, LOTS / 2, use, use / 2 - 1, LIMITS, hours);
    }

    /** The rules alone: what they find, before anything is composed of it. */
    @Benchmark
    public int judge() {
        return rules.judge(some()).size();
    }

    /** Everything that a tick publishes for a pool, with its explanation. */
    @Benchmark
    public PoolPrices price() {
        PoolPrices priced = pricer.price(some(), before);
        before = Optional.of(priced);
        return priced;
    }

    /** What whoever questions one hour is told. */
    @Benchmark
    public List<Reason> explain() {
        return Reasons.of(explained, prices, Hours.containing(NOW) + 1 + next());
    }

    private PoolFacts some() {
        return facts.get(next() % DIFFERENT);
    }

    private int next() {
        next = (next + 1) % HOURS;
        return next;
    }
}
