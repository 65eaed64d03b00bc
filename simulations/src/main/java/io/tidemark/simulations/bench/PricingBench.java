package io.tidemark.simulations.bench;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Sku;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.facts.Limits;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.price.Pricer;
import io.tidemark.pricing.publish.HourPrices;
import io.tidemark.pricing.publish.PoolPrices;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What it takes to price a market: every hour of every pool by the built-in rules, each tick with other facts and with the
 * prices of the tick before, all explanations kept until the next. And what it takes to begin: loading the rules that were
 * built with the program, and compiling others.
 */
public final class PricingBench {
    /** Ticks for the compiler, before any counts. */
    public static final int WARM_UP = 300;

    private static final Limits LIMITS = new Limits(30, 5_000, 2_500);
    private static final long TICK = 5 * 60_000;
    private static final long FIRST = Hours.startMillis(Hours.parse("2026111812"));
    private static final long LOTS = 100;
    private static final long MINTED = 80;

    private final List<PoolId> pools = new ArrayList<>();
    private final int hours;
    private final Clocks clocks;
    private final Progress progress;

    /** @param progress hears of ticks, those of the warm-up too */
    public PricingBench(int pools, int hours, Clocks clocks, Progress progress) {
        for (int i = 0; i < pools; i++) {
            Sku[] skus = Sku.values();
            this.pools.add(new PoolId(skus[i % skus.length], "SITE" + (i + 1)));
        }
        this.hours = hours;
        this.clocks = clocks;
        this.progress = progress;
    }

    /**
     * What it took, in nanoseconds; a tick is all pools.
     *
     * @param start until the built-in rules could price, on the wall
     * @param compile until tables that nobody had built could price, the first in this virtual machine, on the wall
     * @param median processor time of a tick
     * @param p99 the same
     * @param wallP99 of a tick on the wall, collections of garbage included
     * @param effects how many explain the prices of the last tick
     * @param priceHash over the fair value and best ask of every hour of every tick that counts
     */
    public record Result(
            int rules, long start, long compile, long median, long p99, long wallP99, long effects, String priceHash) {}

    public Result run(int ticks) {
        long began = clocks.wallNanos();
        RuleSet rules = RuleSet.builtIn();
        long start = clocks.wallNanos() - began;
        began = clocks.wallNanos();
        RuleSet.of(unbuilt()).close();
        long compile = clocks.wallNanos() - began;

        Pricer pricer = new Pricer(rules);
        Map<PoolId, PoolPrices> published = new HashMap<>();
        Samples cpu = new Samples();
        Samples wall = new Samples();
        Fnv hash = new Fnv();
        for (int tick = -WARM_UP; tick < ticks; tick++) {
            List<PoolFacts> facts = facts(tick);
            long wallBegan = clocks.wallNanos();
            long cpuBegan = clocks.cpuNanos();
            for (PoolFacts pool : facts) {
                Optional<PoolPrices> before = Optional.ofNullable(published.get(pool.pool()));
                published.put(pool.pool(), pricer.price(pool, before));
            }
            if (tick >= 0) {
                cpu.add(clocks.cpuNanos() - cpuBegan);
                wall.add(clocks.wallNanos() - wallBegan);
                facts.forEach(
                        pool -> Optional.ofNullable(published.get(pool.pool())).ifPresent(prices -> add(hash, prices)));
            }
            progress.step(1);
        }
        return new Result(
                rules.ruleIds().size(),
                start,
                compile,
                cpu.quantile(0.5),
                cpu.quantile(0.99),
                wall.quantile(0.99),
                published.values().stream().mapToLong(PricingBench::effects).sum(),
                hash.toString());
    }

    /** The rules of the built-in tables under another id, so that they are compiled. */
    private static Map<String, String> unbuilt() {
        Map<String, String> texts = new TreeMap<>(RuleSet.builtInTables());
        texts.computeIfPresent("fees", (name, text) -> text + "#\n");
        return texts;
    }

    private List<PoolFacts> facts(int tick) {
        long now = FIRST + tick * TICK;
        List<PoolFacts> all = new ArrayList<>();
        for (int i = 0; i < pools.size(); i++) {
            long state = Math.floorMod(tick * 37L + i * 1_009L, 10_001L);
            List<HourFacts> ahead = new ArrayList<>();
            for (int hour = 1; hour <= hours; hour++) {
                long sold = Math.floorMod(tick + hour * 7L + i, MINTED + 1);
                long reference = hour % 3 == 0 ? 0 : 200 + Math.floorMod(tick * 3L + hour, 300L);
                ahead.add(HourFacts.at(now, Hours.containing(now) + hour, LOTS, MINTED, sold, reference));
            }
            all.add(new PoolFacts(pools.get(i), now, LOTS, LOTS / 2, state, state / 2 - 1, LIMITS, ahead));
        }
        return all;
    }

    private static void add(Fnv hash, PoolPrices prices) {
        for (HourPrices hour : prices.hours()) {
            hash.add(hour.fairTicks());
            hour.asks().tranches().stream().findFirst().ifPresent(best -> hash.add(best.ticks()));
        }
    }

    private static long effects(PoolPrices prices) {
        return prices.effects().size()
                + prices.hours().stream()
                        .mapToLong(hour -> hour.effects().size())
                        .sum();
    }
}
