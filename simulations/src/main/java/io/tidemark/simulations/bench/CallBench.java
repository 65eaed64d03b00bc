package io.tidemark.simulations.bench;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Command.SubmitOrder;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.exchange.spot.Tranche;
import io.tidemark.simulations.random.NamedStreams;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * How long the end of a call takes: the uncross, the trades that it makes, and the sweep after it. Each round is a new
 * pool in its opening call, with a ladder of operator supply in every hour and buys of which 70 % are all-or-none; there
 * is about half as much on sale as is asked for.
 */
public final class CallBench {
    private static final int ACCOUNTS = 64;
    private static final long FIRST_ACCOUNT = 2;
    private static final long CASH = 10_000_000_000_000_000L;
    private static final int MOST_LOTS = 16;
    private static final int LONGEST = 24;
    private static final int PERCENT = 100;
    private static final int HOURLY_PERCENT = 30;
    private static final int ALL_OR_NONE_PERCENT = 70;
    private static final int TRANCHES = 5;

    /** Rounds for the compiler, before any counts. */
    public static final int WARM_UP = 10;

    private final long seed;
    private final int orders;
    private final int hours;
    private final Clocks clocks;
    private final Progress progress;

    /** @param progress hears of rounds, those of the warm-up too */
    public CallBench(long seed, int orders, int hours, Clocks clocks, Progress progress) {
        this.seed = seed;
        this.orders = orders;
        this.hours = hours;
        this.clocks = clocks;
        this.progress = progress;
    }

    /**
     * What it took: processor time of the command that ends the call, in nanoseconds.
     *
     * @param trades fills of a buy, in all rounds that count
     */
    public record Result(long trades, long lotHours, long median, long p99, long max, String tradeHash) {}

    public Result run(int rounds) {
        Samples samples = new Samples();
        TradeCounter counter = new TradeCounter();
        for (int round = -WARM_UP; round < rounds; round++) {
            long nanos = round(round, round < 0 ? new TradeCounter() : counter);
            if (round >= 0) {
                samples.add(nanos);
            }
            progress.step(1);
        }
        return new Result(
                counter.trades(),
                counter.lotHours(),
                samples.quantile(0.5),
                samples.quantile(0.99),
                samples.quantile(1),
                counter.hash());
    }

    private long round(int round, TradeCounter counter) {
        UniformRandomProvider random = new NamedStreams(seed).stream("bench/call", round);
        long asked = 0;
        List<Shape> shapes = new ArrayList<>();
        for (int i = 0; i < orders; i++) {
            Shape shape = shape(random);
            asked += shape.lots() * shape.hours();
            shapes.add(shape);
        }
        long tranche = Math.max(1, asked / 2 / hours / TRANCHES);
        BenchMarket market = new BenchMarket(MarketRules.standard(), hours, tranche * TRANCHES);
        for (int i = 0; i < ACCOUNTS; i++) {
            market.account(FIRST_ACCOUNT + i, CASH);
        }
        for (int hour = 0; hour < hours; hour++) {
            market.offer(market.firstHour() + hour, ladder(market.firstHour() + hour, tranche));
        }
        market.enterSupply();
        for (int i = 0; i < orders; i++) {
            market.done(order(i, shapes.get(i), market.firstHour(), random));
        }
        long end = market.callEnd();
        Command.Tick tick = new Command.Tick();
        long began = clocks.cpuNanos();
        market.engine().apply(end, 0, tick, counter);
        return clocks.cpuNanos() - began;
    }

    private record Shape(int start, int hours, long lots) {}

    private Shape shape(UniformRandomProvider random) {
        boolean hourly = hours == 1 || random.nextInt(PERCENT) < HOURLY_PERCENT;
        int length = hourly ? 1 : random.nextInt(2, Math.min(LONGEST, hours) + 1);
        return new Shape(random.nextInt(hours - length + 1), length, random.nextInt(1, MOST_LOTS + 1));
    }

    private static List<Tranche> ladder(long hour, long lots) {
        List<Tranche> ladder = new ArrayList<>();
        for (int i = 0; i < TRANCHES; i++) {
            ladder.add(new Tranche(Prices.fair(hour) * (80 + 10L * i) / PERCENT, lots));
        }
        return ladder;
    }

    private static SubmitOrder order(int i, Shape shape, long firstHour, UniformRandomProvider random) {
        long start = firstHour + shape.start();
        return new SubmitOrder(
                FIRST_ACCOUNT + i % ACCOUNTS,
                "c" + i,
                Side.BUY,
                new DeliveryWindow(start, shape.hours()),
                shape.lots(),
                Prices.around(Prices.fair(start, shape.hours()), 80, 130, random),
                TimeInForce.GTC,
                random.nextInt(PERCENT) < ALL_OR_NONE_PERCENT);
    }
}
