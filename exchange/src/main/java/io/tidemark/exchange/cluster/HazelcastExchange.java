package io.tidemark.exchange.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.tidemark.exchange.cluster.PoolOperations.Ask;
import io.tidemark.exchange.cluster.PoolOperations.Install;
import io.tidemark.exchange.cluster.PoolOperations.TakeFingerprint;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.journal.FileJournal;
import io.tidemark.exchange.journal.FileJournalOptions;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalConsumer;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.View;
import io.tidemark.exchange.snapshot.FileSnapshots;
import io.tidemark.exchange.snapshot.SnapshotStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exchange in one process: Hazelcast embedded on loopback, journal and snapshots in directories. With a shadow replica
 * the pools are in memory twice: give the process room for both, or switch it off and have every start replay everything.
 */
public final class HazelcastExchange implements HostedExchange {
    private static final Logger LOG = LoggerFactory.getLogger(HazelcastExchange.class);

    private final Journal journal;
    private final HazelcastInstance member;
    private final IMap<String, PoolHost> pools;
    private final MarketClock clock;
    private final PoolSequencer.Surroundings around;
    private final NavigableMap<PoolId, PoolSequencer> sequencers = new TreeMap<>();
    private final List<BiConsumer<PoolId, List<LoggedCommand>>> subscribers = new CopyOnWriteArrayList<>();
    private volatile LatencyListener latencies = (pool, nanos) -> {};
    private final ExecutorService acknowledger =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "acknowledgements"));

    private final Optional<ShadowReplica> shadow;

    private HazelcastExchange(
            Home home, Recovery recovery, MarketClock clock, Set<PoolId> wanted, Optional<ShadowOptions> watched) {
        this.journal = home.journal();
        this.clock = clock;
        wanted.forEach(pool -> recovery.engines().computeIfAbsent(pool.toString(), none -> new PoolEngine(pool)));
        this.member = Member.alone(recovery.engines());
        this.pools = member.getMap(Member.POOLS);
        this.around = new PoolSequencer.Surroundings(
                pools,
                journal,
                clock,
                acknowledger,
                (pool, nanos) -> latencies.answered(pool, nanos),
                (pool, logged) -> subscribers.forEach(subscriber -> subscriber.accept(pool, logged)));
        recovery.engines().forEach((name, engine) -> sequencers.put(engine.pool(), sequencer(engine)));
        // The replica is made before the first new record, so that it begins where the recovery did.
        this.shadow = home.snapshots()
                .flatMap(store -> watched.map(options -> new ShadowReplica(
                        journal, store, recovery.points(), new Watched(), options, System::nanoTime)));
        sequencers.values().forEach(PoolSequencer::start);
        shadow.ifPresent(ShadowReplica::start);
    }

    /** What outlives the process. */
    record Home(Journal journal, Optional<SnapshotStore> snapshots) {}

    /** Opens the exchange on a journal alone: it writes no snapshots, and replays everything when it is opened again. */
    public static HazelcastExchange open(Path journal, Set<PoolId> wanted, LongFunction<MarketClock> clock) {
        return open(ExchangeOptions.journalOnly(journal), wanted, clock);
    }

    /**
     * Opens the exchange on its directories: the newest good snapshots, then the records behind them.
     *
     * @param wanted pools that should exist; those of the journal do in any case
     * @param clock makes the market clock from the market time of the last command, or from {@link Long#MIN_VALUE} if
     *     the journal is empty
     * @throws io.tidemark.exchange.journal.JournalException if the directory is in use or damaged
     * @throws io.tidemark.exchange.snapshot.SnapshotException if the snapshots cannot be listed
     * @throws RecoveryException if journal and snapshots do not make up one whole history
     * @throws ReplayDivergedException if the journal was decided by another engine
     */
    public static HazelcastExchange open(ExchangeOptions options, Set<PoolId> wanted, LongFunction<MarketClock> clock) {
        // The journal first: its lock keeps a second process from the snapshots as well.
        FileJournal journal = FileJournal.open(options.journal(), FileJournalOptions.DEFAULTS);
        try {
            Optional<SnapshotStore> snapshots = options.snapshots().map(FileSnapshots::open);
            return open(new Home(journal, snapshots), options.shadow(), wanted, clock);
        } catch (RuntimeException failed) {
            journal.close();
            throw failed;
        }
    }

    /** Opens it on a journal, whose owner it becomes if nothing is thrown. */
    static HazelcastExchange open(
            Home home, Optional<ShadowOptions> shadow, Set<PoolId> wanted, LongFunction<MarketClock> clock) {
        long started = System.nanoTime();
        Recovery recovery = Recovery.replay(home.journal(), home.snapshots());
        if (recovery.commands() > 0) {
            LOG.info(
                    "recovered {} commands of {} pools in {} ms",
                    recovery.commands(),
                    recovery.engines().size(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
        }
        return new HazelcastExchange(home, recovery, clock.apply(recovery.latestTime()), wanted, shadow);
    }

    /** The pools as their shadow replica sees them. */
    private final class Watched implements LivePools {
        @Override
        public CompletableFuture<Fingerprint> fingerprint(PoolId pool) {
            CompletionStage<byte[]> taken = pools.submitToKey(pool.toString(), new TakeFingerprint());
            return taken.toCompletableFuture().thenApply(TakeFingerprint::decode);
        }

        @Override
        public void diverged(PoolId pool, long sequence, RuntimeException how) {
            sequencer(pool)
                    .halt(new ExchangeStoppedException("pool " + pool + " was halted: " + how.getMessage(), how));
        }
    }

    private PoolSequencer sequencer(PoolEngine engine) {
        String pool = engine.pool().toString();
        long sequence = engine.sequence();
        long epoch = journal.takeOver(pool).epoch();
        byte[] installed = pools.executeOnKey(pool, new Install(epoch));
        return new PoolSequencer(
                engine.pool(), around, new PoolSequencer.Start(epoch, sequence, Install.nextTimer(installed)));
    }

    @Override
    public void subscribe(BiConsumer<PoolId, List<LoggedCommand>> subscriber) {
        subscribers.add(subscriber);
    }

    @Override
    public void observe(LatencyListener listener) {
        latencies = listener;
    }

    @Override
    public PoolLoad load(PoolId pool) {
        return sequencer(pool).load();
    }

    @Override
    public MarketClock clock() {
        return clock;
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public Optional<ShadowStatus> shadow() {
        return shadow.map(ShadowReplica::status);
    }

    /**
     * From now on the journal lets go of what neither a kept snapshot nor one of these needs; until this is called it keeps
     * everything, and without a shadow replica for ever.
     *
     * @param consumers all that read the journal by offset, now or after a restart
     */
    @Override
    public void releaseJournalBehind(List<JournalConsumer> consumers) {
        shadow.ifPresent(replica -> replica.releaseBehind(consumers));
    }

    /** It never does: what this one cannot serve, nobody else could. */
    @Override
    public CompletableFuture<String> ended() {
        return new CompletableFuture<>();
    }

    @Override
    public Map<PoolId, String> stoppedPools() {
        Map<PoolId, String> stopped = new TreeMap<>();
        sequencers.forEach((pool, sequencer) -> {
            ExchangeStoppedException why = sequencer.stopped();
            if (why != null) {
                stopped.put(pool, String.valueOf(why.getMessage()));
            }
        });
        return stopped;
    }

    @Override
    public List<PoolId> pools() {
        return List.copyOf(sequencers.keySet());
    }

    @Override
    public CompletableFuture<Answer<Reply>> submit(PoolId pool, Command command) {
        return sequencer(pool).submit(command);
    }

    @Override
    public CompletableFuture<List<Answer<Reply>>> submit(PoolId pool, List<Command> commands) {
        return sequencer(pool).submit(commands);
    }

    @Override
    public CompletableFuture<Answer<View>> ask(PoolId pool, Query query) {
        PoolSequencer sequencer = sequencer(pool);
        CompletionStage<byte[]> asked = pools.submitToKey(pool.toString(), new Ask(sequencer.epoch(), query));
        return asked.toCompletableFuture()
                .thenApply(Ask::decode)
                .thenCompose(answer -> sequencer.gate().await(answer.sequence()).thenApply(durable -> answer));
    }

    private PoolSequencer sequencer(PoolId pool) {
        PoolSequencer sequencer = sequencers.get(pool);
        if (sequencer == null) {
            throw new IllegalArgumentException("no such pool here: " + pool);
        }
        return sequencer;
    }

    /** Stops taking commands, makes durable what was applied, answers those who wait, and leaves the memory. */
    @Override
    public void close() {
        sequencers.values().forEach(PoolSequencer::stop);
        shadow.ifPresent(ShadowReplica::close);
        journal.close();
        acknowledger.shutdown();
        member.shutdown();
    }
}
