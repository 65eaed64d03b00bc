package io.tidemark.simulations.bench;

import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.simulations.bench.BlockFlow.Kind;
import io.tidemark.simulations.bench.BlockFlow.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Mixed events in a book of multi-hour buys: 168 hours on sale, blocks of 2 to 24 hours of which 70 % are all-or-none,
 * hourly bids, and holders who sell 1 to 8 hours.
 *
 * <p>A first pass makes the events up against a live engine and warms it up. The second is timed as a whole, the third
 * event by event; all three must make the same trades.
 */
public final class BlockBench {
    /** Resting blocks in the steady state. */
    public static final int BLOCKS = 2_400;

    private static final long TITLES_AN_HOUR = 5_000;
    private static final long CASH = 1_000_000_000_000_000L;
    private static final int STEP = 1 << 10;
    private static final double NANOS = 1e9;

    private final long seed;
    private final int events;
    private final int blocks;
    private final Clocks clocks;
    private final Progress progress;

    /**
     * @param blocks resting blocks in the steady state
     * @param progress hears of events, three times each
     */
    public BlockBench(long seed, int events, int blocks, Clocks clocks, Progress progress) {
        this.seed = seed;
        this.events = events;
        this.blocks = blocks;
        this.clocks = clocks;
        this.progress = progress;
    }

    /**
     * What it took.
     *
     * @param resting blocks that rested, the mean over all events
     * @param trades fills of a buy, with all of its hours
     * @param eventsPerSecond of processor time
     */
    public record Result(
            double resting,
            long refused,
            long trades,
            long lotHours,
            double eventsPerSecond,
            List<KindLatency> kinds,
            String tradeHash) {}

    /** How long events of a kind took, on the wall. */
    public record KindLatency(String kind, int count, long p50, long p99, long p999, long max) {}

    /** The events, and what the first engine made of them. */
    private record Played(List<Step> fill, List<Step> steps, double resting, TradeCounter outcome) {}

    public Result run() {
        Played played = makeUp();
        double perSecond = eventsPerSecond(played);
        Map<Kind, Samples> samples = eventByEvent(played);
        List<KindLatency> kinds = new ArrayList<>();
        samples.forEach((kind, its) -> kinds.add(new KindLatency(
                kind.key(), its.count(), its.quantile(0.5), its.quantile(0.99), its.quantile(0.999), its.quantile(1))));
        TradeCounter outcome = played.outcome();
        return new Result(
                played.resting(),
                outcome.refused(),
                outcome.trades(),
                outcome.lotHours(),
                perSecond,
                kinds,
                outcome.hash());
    }

    private static BenchMarket market() {
        BenchMarket market =
                new BenchMarket(MarketRules.standard(), BlockFlow.HOURS, TITLES_AN_HOUR * BlockFlow.ACCOUNTS);
        for (int hour = 0; hour < BlockFlow.HOURS; hour++) {
            market.offer(market.firstHour() + hour, TITLES_AN_HOUR * BlockFlow.ACCOUNTS);
        }
        market.trade();
        for (int i = 0; i < BlockFlow.ACCOUNTS; i++) {
            long account = BlockFlow.FIRST_ACCOUNT + i;
            market.account(account, CASH);
            for (int hour = 0; hour < BlockFlow.HOURS; hour++) {
                market.getTitles(account, market.firstHour() + hour, TITLES_AN_HOUR);
            }
        }
        return market;
    }

    private Played makeUp() {
        BenchMarket market = market();
        BlockFlow flow = new BlockFlow(seed, market.firstHour(), blocks);
        List<Step> fill = new ArrayList<>();
        for (Step step = flow.fill(); step != null; step = flow.fill()) {
            fill.add(step);
            apply(market, step, flow);
        }
        List<Step> steps = new ArrayList<>(events);
        long resting = 0;
        for (int i = 0; i < events; i++) {
            Step step = flow.next();
            steps.add(step);
            apply(market, step, flow);
            resting += flow.restingBlocks();
            tell(i);
        }
        return new Played(fill, steps, (double) resting / events, flow);
    }

    private void tell(int i) {
        if (i % STEP == STEP - 1) {
            progress.step(STEP);
        }
    }

    private double eventsPerSecond(Played played) {
        BenchMarket market = market();
        TradeCounter counter = new TradeCounter();
        played.fill().forEach(step -> apply(market, step, counter));
        System.gc();
        long began = clocks.cpuNanos();
        played.steps().forEach(step -> apply(market, step, counter));
        double seconds = (clocks.cpuNanos() - began) / NANOS;
        requireSame(played, counter);
        progress.step(events);
        return events / seconds;
    }

    private Map<Kind, Samples> eventByEvent(Played played) {
        BenchMarket market = market();
        TradeCounter counter = new TradeCounter();
        Map<Kind, Samples> samples = new EnumMap<>(Kind.class);
        Arrays.stream(Kind.values()).forEach(kind -> samples.put(kind, new Samples()));
        played.fill().forEach(step -> apply(market, step, counter));
        System.gc();
        for (Step step : played.steps()) {
            long began = clocks.wallNanos();
            apply(market, step, counter);
            add(samples.get(step.kind()), clocks.wallNanos() - began);
        }
        requireSame(played, counter);
        progress.step(events);
        return samples;
    }

    private static void add(@Nullable Samples samples, long nanos) {
        if (samples != null) {
            samples.add(nanos);
        }
    }

    private static void apply(BenchMarket market, Step step, TradeCounter listener) {
        market.engine().apply(market.now(), 0, step.command(), listener);
    }

    private static void requireSame(Played played, TradeCounter again) {
        if (!again.hash().equals(played.outcome().hash())) {
            throw new IllegalStateException("two passes over the same events differ: trades "
                    + played.outcome().hash() + " and " + again.hash() + "; the engine is not deterministic");
        }
    }
}
