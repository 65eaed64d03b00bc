package io.tidemark.connectors.bench.durable;

import io.tidemark.exchange.cluster.BatchExchange;
import io.tidemark.exchange.cluster.Exchange.Answer;
import io.tidemark.exchange.cluster.HazelcastExchange;
import io.tidemark.exchange.cluster.MarketClock;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.simulations.bench.FlowMarket;
import io.tidemark.simulations.bench.OrderFlow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Runs the cases: each on a new market of its own, made ready outside the clock. A durable one is closed after its load and
 * opened again on its directory.
 */
public final class DurableBench {
    private static final int MARKET_SPEED = 1;

    private final Path directory;
    private final long seed;
    private final int seconds;
    private final int places;
    private final FlowMarket market;
    private final Watcher watcher;

    /** Hears how it goes. */
    public interface Watcher {
        /** A load of so many milliseconds begins. */
        void begins(String name, long millis);

        /** So many milliseconds of it are over. */
        void reached(long millis);

        /** It has ended. */
        void ended();
    }

    /**
     * What is measured.
     *
     * @param pools how many there are
     * @param durable through Hazelcast with the synced journal, or in memory alone
     */
    public record Case(String name, int pools, boolean durable, Drive drive) {}

    /** How the load is made. */
    public sealed interface Drive permits Offered, Most, Clients {}

    /** So many commands a second, whatever comes of them. */
    public record Offered(long perSecond) implements Drive {}

    /** As much as is answered, with so many commands on their way. */
    public record Most(int outstanding) implements Drive {}

    /** So many clients, each with one command at a time. */
    public record Clients(int count) implements Drive {}

    /**
     * What came of a case.
     *
     * @param cpuNanos processor time for a command, by what its threads are for, the load and the JVM included
     * @param journalBytes of a command; 0 in memory
     * @param recovered how many of the acknowledged commands were there after opening again, with the same answer
     * @param reopenNanos how long opening took, from nothing to ready
     * @param replayed commands that were applied again in that time
     */
    public record Result(
            Case what,
            double perSecond,
            Quantiles micros,
            long acknowledged,
            Map<String, Double> cpuNanos,
            double journalBytes,
            long recovered,
            long reopenNanos,
            long replayed) {}

    /** Latencies in microseconds. */
    public record Quantiles(double p50, double p99, double p999) {}

    /**
     * @param directory for journals; they are deleted case by case
     * @param seconds of load for each case
     * @param places of the {@link OrderFlow} of each case, over all its pools
     */
    public DurableBench(Path directory, long seed, int seconds, int places, long memoryMillis, Watcher watcher) {
        this.directory = directory;
        this.seed = seed;
        this.seconds = seconds;
        this.places = places;
        this.market = new FlowMarket(memoryMillis);
        this.watcher = watcher;
    }

    /** Runs a case. */
    public Result run(Case what) throws IOException {
        Set<PoolId> pools = pools(what.pools());
        Acknowledged acknowledged = new Acknowledged(pools);
        return what.durable() ? durable(what, pools, acknowledged) : inMemory(what, pools, acknowledged);
    }

    private static Set<PoolId> pools(int count) {
        Set<PoolId> pools = new TreeSet<>();
        for (int i = 1; i <= count; i++) {
            pools.add(PoolId.parse("B200X8.PRN" + i));
        }
        return pools;
    }

    private Result inMemory(Case what, Set<PoolId> pools, Acknowledged acknowledged) {
        AtomicLong clock = new AtomicLong(FlowMarket.OPENS);
        try (MemoryPipeline exchange = new MemoryPipeline(pools, clock::get)) {
            all(exchange, market.opening(), acknowledged);
            clock.set(FlowMarket.TRADES);
            all(exchange, market.accounts(), acknowledged);
            MarketClock running = MarketClock.startingAt(FlowMarket.TRADES, MARKET_SPEED);
            Thread hands = hands(clock, running);
            try {
                return drive(what, lanes(exchange, acknowledged), acknowledged, () -> 0L);
            } finally {
                hands.interrupt();
            }
        }
    }

    private static Thread hands(AtomicLong clock, MarketClock running) {
        Thread hands = new Thread(
                () -> {
                    try {
                        while (true) {
                            clock.set(running.now());
                            Thread.sleep(1);
                        }
                    } catch (InterruptedException over) {
                        Thread.currentThread().interrupt();
                    }
                },
                "market-clock");
        hands.setDaemon(true);
        hands.start();
        return hands;
    }

    private Result durable(Case what, Set<PoolId> pools, Acknowledged acknowledged) throws IOException {
        Path journal = Files.createTempDirectory(directory, "bench-" + what.name() + "-");
        try {
            try (HazelcastExchange exchange = open(journal, pools, FlowMarket.OPENS)) {
                all(exchange, market.opening(), acknowledged);
            }
            Result measured;
            try (HazelcastExchange exchange = open(journal, pools, FlowMarket.TRADES)) {
                all(exchange, market.accounts(), acknowledged);
                exchange.clock().run();
                AtomicLong bytes = new AtomicLong();
                exchange.journal().observe((records, size, nanos) -> bytes.addAndGet(size));
                measured = drive(what, lanes(exchange, acknowledged), acknowledged, bytes::get);
            }
            return recovered(measured, journal, pools, acknowledged);
        } finally {
            delete(journal);
        }
    }

    private static HazelcastExchange open(Path journal, Set<PoolId> pools, long now) {
        return HazelcastExchange.open(journal, pools, last -> MarketClock.stoppedAt(Math.max(last, now), MARKET_SPEED));
    }

    private static void all(BatchExchange exchange, List<Command> commands, Acknowledged acknowledged) {
        for (PoolId pool : exchange.pools()) {
            for (Answer<Reply> answer : exchange.submit(pool, commands).join()) {
                if (answer.value() instanceof Reply.Refused refused) {
                    throw new IllegalStateException("the pool is not ready: " + refused);
                }
                acknowledged.add(pool, answer);
            }
        }
    }

    /** The ring of each flow goes round three times first: then its book is as full as it will be. */
    private List<Lane> lanes(BatchExchange exchange, Acknowledged acknowledged) {
        List<Lane> lanes = new ArrayList<>();
        int each = places / Integer.highestOneBit(exchange.pools().size());
        for (PoolId pool : exchange.pools()) {
            OrderFlow flow = new OrderFlow(seed, lanes.size(), market, each);
            Lane lane = new Lane(pool, flow, exchange, acknowledged);
            int list = Math.min(each / 2, 256);
            for (int sent = 0; sent < 3 * each; sent += list) {
                lane.send(list, () -> {});
            }
            lane.drain();
            lanes.add(lane);
        }
        return lanes;
    }

    private Result drive(Case what, List<Lane> lanes, Acknowledged acknowledged, LongSupplier journalBytes) {
        ThreadTimes before = ThreadTimes.now();
        long bytes = journalBytes.getAsLong();
        watcher.begins(what.name(), seconds * 1_000L);
        Load load = new Load(lanes, seconds, nanos -> watcher.reached(nanos / 1_000_000));
        Load.Measured measured;
        try {
            measured = measured(load, what.drive());
        } finally {
            watcher.ended();
        }
        double commands = measured.commands();
        return new Result(
                what,
                measured.perSecond(),
                new Quantiles(
                        measured.latencies().getValueAtPercentile(50) / 1e3,
                        measured.latencies().getValueAtPercentile(99) / 1e3,
                        measured.latencies().getValueAtPercentile(99.9) / 1e3),
                acknowledged.count(),
                ThreadTimes.now().since(before, commands),
                (journalBytes.getAsLong() - bytes) / commands,
                0,
                0,
                0);
    }

    private static Load.Measured measured(Load load, Drive drive) {
        if (drive instanceof Offered offered) {
            return load.offered(offered.perSecond());
        } else if (drive instanceof Most most) {
            return load.most(most.outstanding());
        }
        return load.clients(((Clients) drive).count());
    }

    private static Result recovered(Result measured, Path journal, Set<PoolId> pools, Acknowledged acknowledged) {
        long began = System.nanoTime();
        try (HazelcastExchange exchange = open(journal, pools, FlowMarket.TRADES)) {
            long nanos = System.nanoTime() - began;
            long replayed = pools.stream()
                    .mapToLong(pool -> exchange.load(pool).durableSequence())
                    .sum();
            return new Result(
                    measured.what(),
                    measured.perSecond(),
                    measured.micros(),
                    measured.acknowledged(),
                    measured.cpuNanos(),
                    measured.journalBytes(),
                    acknowledged.foundIn(exchange.journal()),
                    nanos,
                    replayed);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
