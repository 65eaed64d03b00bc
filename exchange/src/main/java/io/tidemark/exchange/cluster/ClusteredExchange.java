package io.tidemark.exchange.cluster;

import com.hazelcast.cluster.MembershipAdapter;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.partition.MigrationListener;
import com.hazelcast.partition.MigrationState;
import com.hazelcast.partition.ReplicaMigrationEvent;
import io.tidemark.exchange.cluster.Letters.Busy;
import io.tidemark.exchange.cluster.Letters.Enter;
import io.tidemark.exchange.cluster.Letters.Entered;
import io.tidemark.exchange.cluster.Letters.Look;
import io.tidemark.exchange.cluster.Letters.NotServed;
import io.tidemark.exchange.cluster.Letters.Outcome;
import io.tidemark.exchange.cluster.Letters.Seen;
import io.tidemark.exchange.cluster.Letters.Told;
import io.tidemark.exchange.cluster.Letters.Unknown;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.duty.Duties;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalConsumer;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.View;
import io.tidemark.exchange.snapshot.SnapshotStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exchange on several machines, as one of its members: any of them takes any command and brings it to the one that
 * serves the pool. All share one journal, and that decides who may write.
 */
public final class ClusteredExchange implements HostedExchange {
    private static final Logger LOG = LoggerFactory.getLogger(ClusteredExchange.class);
    private static final long LONGEST_FAREWELL_MILLIS = 5_000;
    private static final long LAST_ARRIVALS_MILLIS = 100;

    private final ClusterOptions options;
    private final Journal journal;
    private final Duties duties;
    private final MarketClock clock;
    private final Feed feed = new Feed();
    private final Standby standby;
    private final HazelcastInstance member;
    private final Mail mail;
    private final Neighbours neighbours;
    private final Router router;
    private final Ownership ownership;
    private final TakeOver takeOver;
    private final IMap<String, PoolHost> memory;
    private final Map<PoolId, Seat> seats = new ConcurrentHashMap<>();
    private final ExecutorService acknowledger =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "acknowledgements"));
    private final Optional<SnapshotDuty> shadow;
    private volatile LatencyListener latencies = (pool, nanos) -> {};
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final CutOff cutOff;
    private volatile boolean closed;

    /**
     * Joins the cluster, once this member has read the journal.
     *
     * @param journal that all members share; closed with the exchange
     * @param snapshots that all members share, to go on from and to write in turns; empty to read the whole journal
     * @param duties that all members share; closed with the exchange
     * @param wanted pools that should exist, the same on every member; those of the journal do in any case
     * @param clock makes the market clock from the market time of the last command, or from {@link Long#MIN_VALUE} if
     *     the journal is empty
     * @throws io.tidemark.exchange.journal.JournalException if it cannot be read
     * @throws MemberPortInUseException if another program listens at this member's address
     */
    public static ClusteredExchange open(
            ClusterOptions options,
            Journal journal,
            Optional<SnapshotStore> snapshots,
            Duties duties,
            Set<PoolId> wanted,
            LongFunction<MarketClock> clock) {
        try {
            return new ClusteredExchange(options, journal, snapshots, duties, wanted, clock);
        } catch (RuntimeException failed) {
            duties.close();
            journal.close();
            throw failed;
        }
    }

    private ClusteredExchange(
            ClusterOptions options,
            Journal journal,
            Optional<SnapshotStore> snapshots,
            Duties duties,
            Set<PoolId> wanted,
            LongFunction<MarketClock> clock) {
        this.options = options;
        this.journal = journal;
        this.duties = duties;
        this.standby = new Standby(journal, snapshots, wanted, feed, options.poll());
        this.clock = clock.apply(standby.latestTime());
        Map<String, PoolEngine> prepared = new ConcurrentHashMap<>();
        this.member = Member.withPeers(
                options, duties.member(), new ConcurrentHashMap<>(Map.of(PoolOperations.RECOVERED, prepared)));
        this.memory = member.getMap(Member.POOLS);
        this.mail = new Mail(member);
        this.neighbours = new Neighbours(member, mail);
        this.takeOver = new TakeOver(
                duties,
                neighbours::askToLeave,
                standby,
                prepared,
                new PoolSequencer.Surroundings(
                        memory,
                        journal,
                        this.clock,
                        acknowledger,
                        (pool, nanos) -> latencies.answered(pool, nanos),
                        feed::tell));
        this.ownership = new Ownership(member, options.quorum(), standby::pools, this::seat, this::end);
        this.router = new Router(mail, this::seat, ownership::of, options.patience());
        standby.start();
        this.shadow = snapshots.flatMap(store -> options.shadow()
                .map(when -> new SnapshotDuty(
                        standby, journal, store, new ServedPools(memory, mail), when, duties, neighbours::address)));
        member.getUserContext()
                .put(MemberCalls.NEIGHBOUR, new Inbox(mail, router, standby, this::seat, options.address(), duties));
        listen();
        ownership.start();
        this.cutOff = new CutOff(duties::silent, neighbours::isAnyHeard, options.silence(), this::end);
    }

    private void listen() {
        UUID ignored = member.getCluster().addMembershipListener(new MembershipAdapter() {
            @Override
            public void memberAdded(MembershipEvent event) {
                ownership.look();
            }

            @Override
            public void memberRemoved(MembershipEvent event) {
                UUID gone = event.getMember().getUuid();
                router.memberGone(gone);
                mail.memberGone(gone);
                ownership.look();
            }
        });
        ignored = member.getPartitionService().addMigrationListener(new MigrationListener() {
            @Override
            public void migrationStarted(MigrationState state) {}

            @Override
            public void migrationFinished(MigrationState state) {
                ownership.look();
            }

            @Override
            public void replicaMigrationCompleted(ReplicaMigrationEvent event) {}

            @Override
            public void replicaMigrationFailed(ReplicaMigrationEvent event) {}
        });
    }

    private Seat seat(PoolId pool) {
        return seats.computeIfAbsent(pool, name -> new Seat(name, memory, duties, takeOver, options.address()));
    }

    // ---- what the doors see

    @Override
    public List<PoolId> pools() {
        return List.copyOf(new TreeSet<>(standby.pools()));
    }

    @Override
    public CompletableFuture<Answer<Reply>> submit(PoolId pool, Command command) {
        return bring(
                pool,
                new Enter(List.of(command)),
                outcome -> answer(((Entered) outcome).answers().get(0)));
    }

    @Override
    public CompletableFuture<List<Answer<Reply>>> submit(PoolId pool, List<Command> commands) {
        if (commands.isEmpty() || commands.size() > LARGEST_LIST) {
            throw new IllegalArgumentException(
                    "a list must have 1 to " + LARGEST_LIST + " commands: " + commands.size());
        }
        return bring(
                pool,
                new Enter(commands),
                outcome -> ((Entered) outcome)
                        .answers().stream().map(ClusteredExchange::answer).toList());
    }

    @Override
    public CompletableFuture<Answer<View>> ask(PoolId pool, Query query) {
        return bring(pool, new Look(query), outcome -> {
            Seen seen = (Seen) outcome;
            return new Answer<>(seen.sequence(), seen.time(), seen.view());
        });
    }

    private static Answer<Reply> answer(Told told) {
        return new Answer<>(told.sequence(), told.time(), told.reply());
    }

    private <T> CompletableFuture<T> bring(PoolId pool, Letters.Errand errand, Function<Outcome, T> answer) {
        if (!standby.pools().contains(pool)) {
            throw new IllegalArgumentException("no such pool here: " + pool);
        }
        CompletableFuture<T> told = new CompletableFuture<>();
        router.bring(pool, errand, outcome -> {
            if (outcome instanceof Busy busy) {
                told.completeExceptionally(new ExchangeBusyException(busy.why()));
            } else if (outcome instanceof NotServed nobody) {
                told.completeExceptionally(new NotEnteredException(nobody.why() + "; nothing was entered, try again"));
            } else if (outcome instanceof Unknown unknown) {
                told.completeExceptionally(
                        new ExchangeStoppedException(unknown.why() + "; ask by client order id what became of it"));
            } else {
                told.complete(answer.apply(outcome));
            }
        });
        return told;
    }

    @Override
    public void subscribe(BiConsumer<PoolId, List<LoggedCommand>> subscriber) {
        feed.subscribe(subscriber);
    }

    @Override
    public void observe(LatencyListener listener) {
        latencies = listener;
    }

    @Override
    public PoolLoad load(PoolId pool) {
        return seat(pool).load(standby.sequence(pool));
    }

    @Override
    public Map<PoolId, String> stoppedPools() {
        Map<PoolId, String> stopped = new TreeMap<>();
        for (PoolId pool : standby.pools()) {
            seat(pool).stopped().ifPresent(why -> stopped.put(pool, why));
        }
        return stopped;
    }

    /** Whether this member serves a pool: it does the pool's own work as long as it does. */
    public boolean serves(PoolId pool) {
        return seat(pool).isServing();
    }

    /** Who does what only one member may do. */
    public Duties duties() {
        return duties;
    }

    @Override
    public MarketClock clock() {
        return clock;
    }

    @Override
    public Journal journal() {
        return journal;
    }

    /**
     * How the copies of the pools on this member are, of which one member writes the snapshots; empty if none does. It may ask
     * the database.
     */
    @Override
    public Optional<ShadowStatus> shadow() {
        return shadow.map(SnapshotDuty::status);
    }

    /**
     * From now on the journal lets go of what neither a kept snapshot nor one of these needs. It is done by the member that
     * writes the snapshots, so every member must say the same; until then it keeps everything, and without snapshots for ever.
     *
     * @param consumers all that read the journal by offset on any member, now or after a restart: their places are asked for
     *     here, so they must be kept where every member finds them
     */
    @Override
    public void releaseJournalBehind(List<JournalConsumer> consumers) {
        shadow.ifPresent(duty -> duty.releaseBehind(consumers));
    }

    @Override
    public CompletableFuture<String> ended() {
        return ended;
    }

    /** Leaves at once and without a word, so that the others take over what this member serves. */
    private void end(String why) {
        if (closed || ended.isDone()) {
            return;
        }
        LOG.error("{} serves nothing any more: {}", options.address(), why);
        // Stopped before they are left: what cannot be written need not be waited for.
        seats.values().forEach(seat -> seat.halt(Long.MAX_VALUE, why));
        ownership.end();
        router.close();
        member.getLifecycleService().terminate();
        ended.complete(why);
    }

    /** Asks all members; those that do not answer within two seconds are named without their pools. */
    public ClusterStatus status() {
        return neighbours.status();
    }

    /**
     * Leaves every pool in good order, tells those who wait what became of their commands, and leaves the cluster. What is
     * still in a queue is not entered.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        cutOff.close();
        shadow.ifPresent(SnapshotDuty::close);
        ownership.leaveAll(seats);
        if (!ended.isDone()) {
            sayFarewell();
        }
        ownership.close();
        router.close();
        member.shutdown();
        mail.close();
        standby.close();
        duties.close();
        journal.close();
        acknowledger.shutdown();
    }

    /** Nobody sends anything here any more, and what was made durable last is still told. */
    private void sayFarewell() {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_FAREWELL_MILLIS);
        try {
            mail.farewell().get(LONGEST_FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
            // What was sent just before that was heard.
            TimeUnit.MILLISECONDS.sleep(LAST_ARRIVALS_MILLIS);
            CompletableFuture.runAsync(() -> {}, acknowledger).get(LONGEST_FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
            while (!(mail.isIdle() && router.abroad() == 0) && System.nanoTime() - deadline < 0) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
        } catch (ExecutionException | TimeoutException slow) {
            LOG.warn("not everybody could be told what became of their commands: {}", slow.toString());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
