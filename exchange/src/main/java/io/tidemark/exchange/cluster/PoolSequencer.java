package io.tidemark.exchange.cluster;

import com.hazelcast.map.IMap;
import io.tidemark.exchange.cluster.Exchange.Answer;
import io.tidemark.exchange.cluster.PoolOperations.ApplyBatch;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.journal.DurableListener;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.journal.Uninterruptibly;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Reply;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
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
    private static final int LARGEST_BATCH = BatchExchange.LARGEST_LIST;
    private static final long MOST_UNSYNCED_BYTES = 64L << 20;
    private static final long LONGEST_NAP_MILLIS = 1_000;

    private final PoolId pool;
    private final Surroundings around;
    private final LongAdder busyRefusals = new LongAdder();
    private final long epoch;
    private final CommandQueue queue = new CommandQueue();
    private final SecureRandom chance = new SecureRandom();
    private final DurableGate gate;
    private final RoomGuard room;
    private final Thread thread;
    private final long begunBehind;
    private long sequence;
    private long nextTimer;
    private volatile @Nullable ExchangeStoppedException stopped;
    private volatile boolean closing;
    private volatile boolean ended;

    /**
     * What all sequencers of a member share.
     *
     * @param acknowledger one thread, so that answers of a pool keep their order
     * @param latencies hears how long each command took
     * @param subscribers hear every command that is durable
     */
    record Surroundings(
            IMap<String, PoolHost> pools,
            Journal journal,
            MarketClock clock,
            Executor acknowledger,
            LatencyListener latencies,
            BiConsumer<PoolId, List<LoggedCommand>> subscribers) {
        /** The same for a pool whose market time has come to an instant already. */
        Surroundings at(long time) {
            return new Surroundings(pools, journal, clock.notBefore(time), acknowledger, latencies, subscribers);
        }
    }

    /**
     * Where a pool goes on.
     *
     * @param epoch of its owner, from the journal
     * @param sequence of the last command that was applied
     * @param nextTimer the instant at which a tick would do something, epoch milliseconds
     */
    record Start(long epoch, long sequence, long nextTimer) {}

    PoolSequencer(PoolId pool, Surroundings around, Start start) {
        this.pool = pool;
        this.around = around;
        this.epoch = start.epoch();
        this.begunBehind = start.sequence();
        this.sequence = start.sequence();
        this.nextTimer = start.nextTimer();
        this.gate = new DurableGate(sequence);
        this.room = new RoomGuard(around.journal());
        this.thread = new Thread(this::run, "sequencer-" + pool);
    }

    void start() {
        thread.start();
    }

    /** Of the owner for whom this runs. */
    long epoch() {
        return epoch;
    }

    /** The last command that was not sequenced here. */
    long begunBehind() {
        return begunBehind;
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
        Waiting.ForOne waiting = new Waiting.ForOne(command);
        RuntimeException objection = enter(waiting);
        return objection == null ? waiting.future() : CompletableFuture.failedFuture(objection);
    }

    CompletableFuture<List<Answer<Reply>>> submit(List<Command> commands) {
        if (commands.isEmpty() || commands.size() > BatchExchange.LARGEST_LIST) {
            throw new IllegalArgumentException(
                    "a list must have 1 to " + BatchExchange.LARGEST_LIST + " commands: " + commands.size());
        }
        Waiting.ForAll waiting = new Waiting.ForAll(commands);
        RuntimeException objection = enter(waiting);
        return objection == null ? waiting.future() : CompletableFuture.failedFuture(objection);
    }

    /** Puts commands into the queue, or says why not. */
    private @Nullable RuntimeException enter(Waiting waiting) {
        ExchangeStoppedException why = stopped;
        if (why != null) {
            return NotEnteredException.because(why);
        }
        Optional<ExchangeFullException> full = room.objection(pool, waiting.areCancels());
        if (full.isPresent()) {
            busyRefusals.increment();
            return full.get();
        }
        if (around.journal().pendingBytes() > mostUnsynced(waiting) || !queue.enter(waiting)) {
            busyRefusals.increment();
            return new ExchangeBusyException(pool);
        }
        // The thread may have emptied the queue for the last time before this came into it.
        if (ended) {
            failRest();
        }
        return null;
    }

    /** Cancels are let in for longer: whoever wants out gets out. */
    private static long mostUnsynced(Waiting waiting) {
        return waiting.areCancels() ? 2 * MOST_UNSYNCED_BYTES : MOST_UNSYNCED_BYTES;
    }

    private void run() {
        List<Waiting> batch = new ArrayList<>();
        try {
            while (stopped == null && !closing) {
                int commands = collect(batch);
                if (commands > 0 && !closing && stopped == null) {
                    apply(batch, commands);
                    batch = new ArrayList<>();
                }
            }
            // Collected and not applied any more.
            batch.forEach(waiting -> waiting.fail(new NotEnteredException("the pool is no longer served here")));
            halt(List.of(), new ExchangeStoppedException("the exchange was closed"));
        } catch (RuntimeException broken) {
            LOG.error("pool {} halted after sequence {}", pool, sequence, broken);
            halt(batch, new ExchangeStoppedException("pool " + pool + " halted: " + broken.getMessage(), broken));
        }
        ended = true;
        failRest();
    }

    /** Waits for commands, or for the moment at which the pool has something to do by itself. */
    private int collect(List<Waiting> batch) {
        int count = queue.take(batch, LARGEST_BATCH);
        if (count > 0) {
            return count;
        }
        long nap = Math.min(
                LONGEST_NAP_MILLIS,
                nextTimer == Long.MAX_VALUE
                        ? LONGEST_NAP_MILLIS
                        : around.clock().realMillisUntil(nextTimer));
        queue.await(TimeUnit.MILLISECONDS.toNanos(nap));
        count = queue.take(batch, LARGEST_BATCH);
        if (count == 0 && around.clock().now() >= nextTimer) {
            batch.add(new Waiting.ForOne(new Command.Tick()));
            return 1;
        }
        return count;
    }

    private void apply(List<Waiting> batch, int size) {
        long base = sequence;
        List<Command> commands = new ArrayList<>(size);
        for (Waiting waiting : batch) {
            commands.addAll(waiting.commands());
        }
        StampedBatch stamped = new StampedBatch(epoch, base, around.clock().now(), chance.nextLong(), commands);
        ApplyBatch operation = new ApplyBatch(stamped);
        byte[] answer = around.pools().executeOnKey(pool.toString(), operation);
        BatchResult result = operation.result(answer);
        sequence = base + size;
        nextTimer = result.nextTimer();
        around.journal()
                .append(
                        new JournalRecord(pool.toString(), epoch, base + 1, sequence, stamped.time(), result.payload()),
                        listener(batch, result));
    }

    private DurableListener listener(List<Waiting> batch, BatchResult result) {
        return new DurableListener() {
            @Override
            public void durable(JournalEntry entry) {
                around.acknowledger().execute(() -> acknowledge(batch, result.logged()));
            }

            @Override
            public void failed(JournalRecord lost, Throwable cause) {
                around.acknowledger().execute(() -> {
                    LOG.error("pool {} stops: the journal cannot keep its commands", pool, cause);
                    halt(batch, new ExchangeStoppedException("the journal failed: " + cause.getMessage(), cause));
                });
            }
        };
    }

    private void acknowledge(List<Waiting> batch, List<LoggedCommand> logged) {
        int from = 0;
        for (Waiting waiting : batch) {
            int to = from + waiting.commands().size();
            waiting.answer(logged.subList(from, to));
            from = to;
        }
        gate.open(logged.get(logged.size() - 1).sequence());
        measure(batch);
        around.subscribers().accept(pool, logged);
    }

    /** After the answers, so that nobody waits for it. */
    private void measure(List<Waiting> batch) {
        long now = System.nanoTime();
        for (Waiting waiting : batch) {
            for (int i = 0; i < waiting.commands().size(); i++) {
                around.latencies().answered(pool, now - waiting.since());
            }
        }
    }

    /** Fails a batch and has the thread end, which fails those who wait behind it. */
    private void halt(List<Waiting> batch, ExchangeStoppedException cause) {
        ExchangeStoppedException first = stopped;
        ExchangeStoppedException why = first == null ? cause : first;
        stopped = why;
        batch.forEach(waiting -> waiting.fail(why));
        if (!closing) {
            gate.fail(why);
        }
        queue.wake();
    }

    private void failRest() {
        ExchangeStoppedException why = stopped;
        if (why != null) {
            // What was never taken from the queue was never applied.
            NotEnteredException untouched = NotEnteredException.because(why);
            queue.takeRest().forEach(waiting -> waiting.fail(untouched));
        }
    }

    /** The last command that was applied; right once it has stopped. */
    long sequence() {
        return sequence;
    }

    /** Applies no more commands; what is with the journal is still acknowledged, for it was decided and is written down. */
    void halt(ExchangeStoppedException why) {
        if (stopped == null) {
            stopped = why;
        }
        queue.wake();
    }

    /** Takes no more commands and waits; what is in the queue fails, what is with the journal is still acknowledged. */
    void stop() {
        closing = true;
        // Not an interrupt: that could tear a batch that is on its way through the map.
        queue.wake();
        Uninterruptibly.join(thread);
    }
}
