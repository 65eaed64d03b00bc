package io.tidemark.exchange.cluster;

import com.hazelcast.map.IMap;
import io.tidemark.exchange.cluster.Exchange.Answer;
import io.tidemark.exchange.cluster.PoolOperations.ApplyBatch;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.journal.DurableListener;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Reply;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where commands of a pool are put in order. It stamps them with time and chance, has them applied in
 * batches with one batch in flight, and hands what came of them to the journal; who asked is answered when it is durable.
 */
final class PoolSequencer {
    private static final Logger LOG = LoggerFactory.getLogger(PoolSequencer.class);
    private static final int LARGEST_BATCH = 1_024;
    private static final int LONGEST_QUEUE = 65_536;

    /** Places in the queue that only cancels may use: whoever wants out gets out. */
    private static final int KEPT_FOR_CANCELS = 4_096;

    private static final long MOST_UNSYNCED_BYTES = 64L << 20;
    private static final long LONGEST_NAP_MILLIS = 1_000;

    private final PoolId pool;
    private final IMap<String, PoolHost> pools;
    private final Journal journal;
    private final MarketClock clock;
    private final Executor acknowledger;
    private final LatencyListener latencies;
    private final LongAdder busyRefusals = new LongAdder();
    private final BiConsumer<PoolId, List<LoggedCommand>> subscribers;
    private final long epoch;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final SecureRandom chance = new SecureRandom();
    private final DurableGate gate;
    private final Thread thread;
    private long sequence;
    private long nextTimer;
    private volatile @Nullable ExchangeStoppedException stopped;
    private volatile boolean closing;

    private record Waiting(Command command, CompletableFuture<Answer<Reply>> answer, long since) {
        Waiting(Command command) {
            this(command, new CompletableFuture<>(), System.nanoTime());
        }
    }

    PoolSequencer(
            PoolId pool,
            IMap<String, PoolHost> pools,
            Journal journal,
            MarketClock clock,
            Executor acknowledger,
            LatencyListener latencies,
            BiConsumer<PoolId, List<LoggedCommand>> subscribers,
            long epoch,
            long sequence,
            long nextTimer) {
        this.pool = pool;
        this.pools = pools;
        this.journal = journal;
        this.clock = clock;
        this.acknowledger = acknowledger;
        this.latencies = latencies;
        this.subscribers = subscribers;
        this.epoch = epoch;
        this.sequence = sequence;
        this.nextTimer = nextTimer;
        this.gate = new DurableGate(sequence);
        this.thread = new Thread(this::run, "sequencer-" + pool);
    }

    void start() {
        thread.start();
    }

    /** The gate at which readers wait until what they saw is durable. */
    DurableGate gate() {
        return gate;
    }

    /** Why this pool takes no more commands, or null while it does. */
    @Nullable ExchangeStoppedException stopped() {
        return stopped;
    }

    PoolLoad load() {
        return new PoolLoad(queue.size(), busyRefusals.sum(), gate.durable());
    }

    CompletableFuture<Answer<Reply>> submit(Command command) {
        ExchangeStoppedException why = stopped;
        if (why != null) {
            return CompletableFuture.failedFuture(why);
        }
        int room = LONGEST_QUEUE - (command instanceof Command.Cancel ? 0 : KEPT_FOR_CANCELS);
        if (queue.size() >= room || journal.pendingBytes() > MOST_UNSYNCED_BYTES) {
            busyRefusals.increment();
            return CompletableFuture.failedFuture(new ExchangeBusyException(pool));
        }
        Waiting waiting = new Waiting(command);
        queue.add(waiting);
        // The thread may have drained the queue for the last time between the first check and the add.
        if (stopped != null && queue.remove(waiting)) {
            waiting.answer().completeExceptionally(stopped);
        }
        return waiting.answer();
    }

    private void run() {
        List<Waiting> batch = new ArrayList<>();
        try {
            while (stopped == null && !closing) {
                collect(batch);
                if (!batch.isEmpty() && !closing && stopped == null) {
                    apply(List.copyOf(batch));
                    batch.clear();
                }
            }
            ExchangeStoppedException why = stopped;
            fail(batch, why != null ? why : new ExchangeStoppedException("the exchange was closed"));
        } catch (InterruptedException unexpected) {
            fail(batch, new ExchangeStoppedException("the exchange was closed", unexpected));
        } catch (RuntimeException broken) {
            LOG.error("pool {} halted after sequence {}", pool, sequence, broken);
            fail(batch, new ExchangeStoppedException("pool " + pool + " halted: " + broken.getMessage(), broken));
        }
    }

    /** Waits for commands, or for the moment at which the pool has something to do by itself. */
    private void collect(List<Waiting> batch) throws InterruptedException {
        long nap = Math.min(
                LONGEST_NAP_MILLIS,
                nextTimer == Long.MAX_VALUE ? LONGEST_NAP_MILLIS : clock.realMillisUntil(nextTimer));
        Waiting first = queue.poll(nap, TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
            queue.drainTo(batch, LARGEST_BATCH - 1);
        } else if (clock.now() >= nextTimer) {
            batch.add(new Waiting(new Command.Tick()));
        }
    }

    private void apply(List<Waiting> batch) {
        long time = clock.now();
        long base = sequence;
        List<StampedCommand> stamped = batch.stream()
                .map(waiting -> new StampedCommand(time, chance.nextInt(Integer.MAX_VALUE), waiting.command()))
                .toList();
        BatchResult result = BatchResult.decode(pools.executeOnKey(pool.toString(), new ApplyBatch(base, stamped)));
        sequence = base + batch.size();
        nextTimer = result.nextTimer();
        journal.append(
                new JournalRecord(pool.toString(), epoch, base + 1, sequence, time, result.payload()),
                listener(batch, sequence, result.payload()));
    }

    private DurableListener listener(List<Waiting> batch, long last, byte[] payload) {
        return new DurableListener() {
            @Override
            public void durable(JournalEntry entry) {
                acknowledger.execute(() -> acknowledge(batch, last, payload));
            }

            @Override
            public void failed(JournalRecord lost, Throwable cause) {
                acknowledger.execute(() -> {
                    LOG.error("pool {} stops: the journal cannot keep its commands", pool, cause);
                    fail(batch, new ExchangeStoppedException("the journal failed: " + cause.getMessage(), cause));
                });
            }
        };
    }

    private void acknowledge(List<Waiting> batch, long last, byte[] payload) {
        List<LoggedCommand> logged = PoolLog.decode(payload);
        for (int i = 0; i < logged.size(); i++) {
            LoggedCommand command = logged.get(i);
            batch.get(i).answer().complete(new Answer<>(command.sequence(), command.time(), command.reply()));
        }
        gate.open(last);
        measure(batch);
        subscribers.accept(pool, logged);
    }

    /** After the answers, so that nobody waits for it. */
    private void measure(List<Waiting> batch) {
        long now = System.nanoTime();
        for (Waiting waiting : batch) {
            latencies.answered(pool, now - waiting.since());
        }
    }

    private void fail(List<Waiting> batch, ExchangeStoppedException why) {
        if (stopped == null) {
            stopped = why;
        }
        batch.forEach(waiting -> waiting.answer().completeExceptionally(why));
        List<Waiting> rest = new ArrayList<>();
        queue.drainTo(rest);
        rest.forEach(waiting -> waiting.answer().completeExceptionally(why));
        if (!closing) {
            gate.fail(why);
        }
    }

    /** Applies no more commands; what is with the journal is still acknowledged, for it was decided and is written down. */
    void halt(ExchangeStoppedException why) {
        if (stopped == null) {
            stopped = why;
        }
        // Only to wake the thread up: it is not applied any more.
        queue.add(new Waiting(new Command.Tick()));
    }

    /** Takes no more commands and waits; what is in the queue fails, what is with the journal is still acknowledged. */
    void stop() {
        closing = true;
        // Not an interrupt: that could tear a batch that is on its way through the map.
        queue.add(new Waiting(new Command.Tick()));
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException hurried) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
