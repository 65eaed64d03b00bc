package io.tidemark.connectors.stream;

import io.tidemark.exchange.cluster.Exchange;
import io.tidemark.exchange.cluster.Exchange.Answer;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolFeed;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import io.tidemark.exchange.pool.View.HoursView;
import io.tidemark.exchange.pool.View.PoolView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All streams, and the one thread that serves them in rounds. While nobody listens, and nobody has for a while, it does
 * not look at the pools.
 */
public final class StreamHub implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamHub.class);
    /** Listed days and the running hour, and the hour before it, so that its end is told. */
    private static final int HOURS = 201;

    private static final Duration LINGER = Duration.ofMinutes(10);
    private static final long STOP_MILLIS = 3_000;

    private final Desk desk;
    private final Bodies bodies;
    private final StreamLimits limits;
    private final Map<PoolId, PoolHistory> histories = new TreeMap<>();
    private final Map<PoolId, IndicativeWatch> indications = new TreeMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread worker = new Thread(work, "tidemark-stream");
        worker.setDaemon(true);
        return worker;
    });

    private final Future<?> rounds;

    /** Guarded by itself. */
    private final Set<LiveStream> streams = new LinkedHashSet<>();

    /** Of the accounts that have a stream. Only for the thread of the rounds. */
    private final Map<Long, AccountWatch> watches = new TreeMap<>();

    private final LongFunction<?> machinesOf;

    private long lastHeard = System.nanoTime() - LINGER.toNanos();
    private boolean asleep = true;

    private StreamHub(Exchange exchange, Bodies bodies, LongFunction<?> machinesOf, StreamLimits limits) {
        this.desk = new Desk(exchange);
        this.machinesOf = machinesOf;
        this.bodies = bodies;
        this.limits = limits;
        for (PoolId pool : desk.pools()) {
            histories.put(pool, new PoolHistory(pool, limits.memory()));
            indications.put(pool, new IndicativeWatch(pool));
        }
        long pause = limits.round().toMillis();
        this.rounds = thread.scheduleWithFixedDelay(this::round, pause, pause, TimeUnit.MILLISECONDS);
    }

    /**
     * Begins to serve; the feed cannot be unsubscribed from, and is ignored once the hub is closed.
     *
     * @param machinesOf what an account runs on, as something that equals itself for as long as it is the same
     */
    public static StreamHub start(
            Exchange exchange, PoolFeed feed, Bodies bodies, LongFunction<?> machinesOf, StreamLimits limits) {
        StreamHub hub = new StreamHub(exchange, bodies, machinesOf, limits);
        feed.subscribe(hub::tell);
        return hub;
    }

    private void tell(PoolId pool, List<LoggedCommand> commands) {
        PoolHistory history = histories.get(pool);
        if (history != null) {
            history.tell(commands);
        }
    }

    /**
     * Opens a stream; its first message comes soon.
     *
     * @throws TooManyStreamsException if there is no room for it
     */
    public void open(Visitor visitor, Outlet outlet) {
        synchronized (streams) {
            if (thread.isShutdown()) {
                throw new TooManyStreamsException(false, 0);
            }
            checkRoom(visitor);
            streams.add(new LiveStream(visitor, outlet, this::strike));
        }
        try {
            thread.execute(this::round);
        } catch (RejectedExecutionException closing) {
            LOG.debug("closed while a stream was opened", closing);
        }
    }

    private void strike(LiveStream gone) {
        synchronized (streams) {
            streams.remove(gone);
        }
    }

    private void checkRoom(Visitor visitor) {
        long own = streams.stream()
                .filter(stream -> stream.account().equals(visitor.account()))
                .count();
        if (visitor.account().isPresent() && own >= limits.perAccount()) {
            throw new TooManyStreamsException(true, limits.perAccount());
        } else if (visitor.account().isEmpty() && own >= limits.anonymous()) {
            throw new TooManyStreamsException(false, limits.anonymous());
        } else if (streams.size() >= limits.streams()) {
            throw new TooManyStreamsException(false, limits.streams());
        }
    }

    /** How many streams are open. */
    public int size() {
        synchronized (streams) {
            return streams.size();
        }
    }

    private List<LiveStream> all() {
        synchronized (streams) {
            return new ArrayList<>(streams);
        }
    }

    private void round() {
        try {
            List<LiveStream> open = all();
            if (isAnybodyThere(open)) {
                histories.forEach(this::look);
                watch(open);
                histories.forEach(this::indicate);
                Round round = new Round(histories, desk, bodies, watches, indications);
                open.forEach(stream -> serve(round, stream));
            }
        } catch (RuntimeException failed) {
            LOG.error("a round of the event stream failed", failed);
        }
    }

    private void indicate(PoolId pool, PoolHistory history) {
        try {
            Objects.requireNonNull(indications.get(pool)).look(history, desk, limits.recheck());
        } catch (Desk.SilentException silent) {
            LOG.debug("a call is looked at again later", silent);
        }
    }

    private void watch(List<LiveStream> open) {
        Set<Long> accounts = new TreeSet<>();
        open.forEach(stream -> stream.accountNumber().ifPresent(accounts::add));
        watches.keySet().retainAll(accounts);
        for (long account : accounts) {
            try {
                watches.computeIfAbsent(account, number -> new AccountWatch(number, machinesOf))
                        .look(histories, desk, limits.recheck());
            } catch (Desk.SilentException silent) {
                LOG.debug("an account is looked at again later", silent);
            } catch (RuntimeException failed) {
                LOG.error("an account cannot be looked at; its streams tell only what commands do", failed);
            }
        }
    }

    private boolean isAnybodyThere(List<LiveStream> open) {
        if (!open.isEmpty()) {
            lastHeard = System.nanoTime();
            if (asleep) {
                asleep = false;
                histories.values().forEach(PoolHistory::wake);
            }
            return true;
        }
        if (!asleep && System.nanoTime() - lastHeard > LINGER.toNanos()) {
            asleep = true;
            histories.values().forEach(PoolHistory::sleep);
        }
        return !asleep;
    }

    private void look(PoolId pool, PoolHistory history) {
        Optional<Touches> told = history.take();
        if (told.isEmpty()) {
            return;
        }
        try {
            Answer<View> status = desk.ask(pool, new Query.PoolStatus());
            PoolView view = (PoolView) status.value();
            long from = Hours.containing(view.now()) - 1;
            HoursView hours =
                    (HoursView) desk.ask(pool, new Query.HoursFrom(from, HOURS)).value();
            history.see(told.get(), status.sequence(), view, hours.hours());
        } catch (Desk.SilentException silent) {
            LOG.debug("the event stream waits", silent);
            history.putBack(told.get());
        }
    }

    private void serve(Round round, LiveStream stream) {
        try {
            if (!stream.isReady()) {
                stream.cutIfStuck(limits.patience());
                return;
            }
            round.serve(stream);
            if (stream.isReady()) {
                stream.pingAfter(limits.heartbeat());
            }
        } catch (Desk.SilentException silent) {
            LOG.debug("a stream waits", silent);
        } catch (RuntimeException failed) {
            LOG.error("a stream is cut, because serving it failed", failed);
            stream.end();
        }
    }

    /** Ends all streams and lets nobody in any more. */
    @Override
    public void close() {
        rounds.cancel(false);
        synchronized (streams) {
            thread.shutdown();
        }
        try {
            if (!thread.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException stopped) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
        all().forEach(LiveStream::end);
    }
}
