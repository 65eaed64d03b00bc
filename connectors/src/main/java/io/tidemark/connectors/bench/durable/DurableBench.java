package io.tidemark.connectors.bench.durable;

import io.tidemark.connectors.bench.durable.Home.Market;
import io.tidemark.exchange.cluster.BatchExchange;
import io.tidemark.exchange.cluster.Exchange.Answer;
import io.tidemark.exchange.cluster.MarketClock;
import io.tidemark.exchange.cluster.ShadowOptions;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.simulations.bench.FlowMarket;
import io.tidemark.simulations.bench.OrderFlow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * Runs the cases: each on a new market of its own, made ready outside the clock. A durable one is closed after its load and
 * opened again on what it has written.
 */
public final class DurableBench {
    static final int MARKET_SPEED = 1;

    private static final int SNAPSHOTS = 10;

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
     */
    public record Case(String name, int pools, Setting setting, Drive drive) {
        public boolean durable() {
            return setting != Setting.MEMORY;
        }
    }

    /** What takes the commands. */
    public enum Setting {
        /** The engines alone, in memory. */
        MEMORY,
        /** Through Hazelcast with the synced journal. */
        ONE_MACHINE,
        /** The same with a replica that follows, compares and writes snapshots. */
        ONE_MACHINE_WITH_REPLICA,
        /** Two members that share a PostgreSQL, all on this machine; who sends does so by way of one or the other. */
        TWO_MEMBERS,
        /** The same, one of them writing snapshots. */
        TWO_MEMBERS_WITH_REPLICA;

        boolean hasReplica() {
            return this == ONE_MACHINE_WITH_REPLICA || this == TWO_MEMBERS_WITH_REPLICA;
        }
    }

    /** How the load is made. */
    public sealed interface Drive permits Offered, Most, Clients, Total {}

    /** So many commands a second, whatever comes of them. */
    public record Offered(long perSecond) implements Drive {}

    /** As much as is answered, with so many commands on their way. */
    public record Most(int outstanding) implements Drive {}

    /** So many clients, each with one command at a time. */
    public record Clients(int count) implements Drive {}

    /** So many commands in all, with so many on their way; then the market is opened with and without its snapshots. */
    public record Total(int outstanding, long commands) implements Drive {}

    /**
     * How long opening took, from nothing to ready.
     *
     * @param commands that the journal has
     * @param replayed those of them that were applied again in that time
     */
    public record Opening(boolean fromSnapshots, long nanos, long commands, long replayed) {}

    /**
     * What came of a case.
     *
     * @param cpuNanos processor time for a command, by what its threads are for, the load and the JVM included
     * @param journalBytes of a command; 0 in memory
     * @param recovered how many of the acknowledged commands were there after opening again, with the same answer
     * @param openings after the load
     */
    public record Result(
            Case what,
            double perSecond,
            Quantiles micros,
            long acknowledged,
            Map<String, Double> cpuNanos,
            double journalBytes,
            long recovered,
            List<Opening> openings) {}

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
                return drive(what, lanes(door -> exchange, pools, acknowledged), acknowledged, () -> 0L);
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
        try (Home home = home(what, pools)) {
            try (Market market = home.open(FlowMarket.OPENS, true)) {
                all(market.door(0), this.market.opening(), acknowledged);
            }
            Result measured;
            try (Market market = home.open(FlowMarket.TRADES, true)) {
                all(market.door(0), this.market.accounts(), acknowledged);
                market.run();
                AtomicLong bytes = new AtomicLong();
                market.journals().forEach(journal -> journal.observe((records, size, nanos) -> bytes.addAndGet(size)));
                measured = drive(what, lanes(market::door, pools, acknowledged), acknowledged, bytes::get);
                if (what.drive() instanceof Total) {
                    market.awaitReplica();
                }
            }
            return openedAgain(measured, home, acknowledged);
        }
    }

    private Home home(Case what, Set<PoolId> pools) throws IOException {
        Path own = Files.createTempDirectory(directory, "bench-" + what.name() + "-");
        Optional<ShadowOptions> replica = what.setting().hasReplica() ? Optional.of(snapshots(what)) : Optional.empty();
        return switch (what.setting()) {
            case TWO_MEMBERS, TWO_MEMBERS_WITH_REPLICA -> new TwoMembers(own, pools, replica);
            default -> new OneMachine(own, pools, replica);
        };
    }

    /** A load of minutes is too short for the usual interval: before a cold start there are ten of each pool. */
    private static ShadowOptions snapshots(Case what) {
        ShadowOptions usual = ShadowOptions.DEFAULTS;
        return what.drive() instanceof Total total
                ? new ShadowOptions(
                        Math.max(1, total.commands() / what.pools() / SNAPSHOTS),
                        usual.every(),
                        usual.keep(),
                        usual.compareEvery())
                : usual;
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
    private List<Lane> lanes(IntFunction<BatchExchange> doors, Set<PoolId> pools, Acknowledged acknowledged) {
        List<Lane> lanes = new ArrayList<>();
        int each = places / Integer.highestOneBit(pools.size());
        for (PoolId pool : pools) {
            OrderFlow flow = new OrderFlow(seed, lanes.size(), market, each);
            Lane lane = new Lane(pool, flow, doors.apply(lanes.size()), acknowledged);
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
                List.of());
    }

    private static Load.Measured measured(Load load, Drive drive) {
        if (drive instanceof Offered offered) {
            return load.offered(offered.perSecond());
        } else if (drive instanceof Most most) {
            return load.most(most.outstanding());
        } else if (drive instanceof Total total) {
            return load.total(total.outstanding(), total.commands());
        }
        return load.clients(((Clients) drive).count());
    }

    private static Result openedAgain(Result measured, Home home, Acknowledged acknowledged) throws IOException {
        boolean replica = measured.what().setting().hasReplica();
        boolean both = measured.what().drive() instanceof Total;
        List<Opening> openings = new ArrayList<>();
        AtomicLong recovered = new AtomicLong();
        Consumer<Journal> count = journal -> recovered.set(acknowledged.foundIn(journal));
        if (replica) {
            openings.add(opening(home, true, both ? journal -> {} : count));
        }
        if (!replica || both) {
            openings.add(opening(home, false, count));
        }
        return new Result(
                measured.what(),
                measured.perSecond(),
                measured.micros(),
                measured.acknowledged(),
                measured.cpuNanos(),
                measured.journalBytes(),
                recovered.get(),
                openings);
    }

    private static Opening opening(Home home, boolean snapshots, Consumer<Journal> then) throws IOException {
        long began = System.nanoTime();
        try (Market market = home.openAgain(FlowMarket.TRADES, snapshots)) {
            long nanos = System.nanoTime() - began;
            long commands = market.commands();
            Opening opening = new Opening(snapshots, nanos, commands, commands - market.covered());
            then.accept(market.journals().get(0));
            return opening;
        }
    }
}
