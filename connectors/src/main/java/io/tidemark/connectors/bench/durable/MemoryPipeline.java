package io.tidemark.connectors.bench.durable;

import io.tidemark.exchange.cluster.BatchExchange;
import io.tidemark.exchange.cluster.ExchangeBusyException;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.journal.Uninterruptibly;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * What the same engines do with a queue and a thread each and nothing else: no Hazelcast, no journal, nothing on disk. It is
 * what the others are compared with.
 */
final class MemoryPipeline implements BatchExchange, AutoCloseable {
    private static final int PLACES = 65_536;

    private final Map<PoolId, Line> lines = new TreeMap<>();
    private final LongSupplier clock;

    private record Waiting(List<Command> commands, CompletableFuture<List<Answer<Reply>>> future) {}

    /** One pool with its thread. */
    private final class Line implements Runnable {
        private final PoolId pool;
        private final PoolEngine engine;
        private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(PLACES);
        private final Thread thread;

        Line(PoolId pool) {
            this.pool = pool;
            this.engine = new PoolEngine(pool);
            this.thread = new Thread(this, "memory-" + pool);
        }

        @Override
        public void run() {
            List<Waiting> batch = new ArrayList<>();
            try {
                while (true) {
                    batch.add(queue.take());
                    queue.drainTo(batch);
                    batch.forEach(this::apply);
                    batch.clear();
                }
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        }

        private void apply(Waiting waiting) {
            long now = clock.getAsLong();
            List<Answer<Reply>> answers = new ArrayList<>(waiting.commands().size());
            for (Command command : waiting.commands()) {
                PoolEngine.Outcome outcome = engine.apply(now, 0, command);
                answers.add(new Answer<>(outcome.sequence(), outcome.time(), outcome.reply()));
            }
            waiting.future().complete(answers);
        }
    }

    /** @param clock market time, epoch milliseconds */
    MemoryPipeline(Iterable<PoolId> pools, LongSupplier clock) {
        this.clock = clock;
        pools.forEach(pool -> lines.put(pool, new Line(pool)));
        lines.values().forEach(line -> line.thread.start());
    }

    @Override
    public List<PoolId> pools() {
        return List.copyOf(lines.keySet());
    }

    @Override
    public CompletableFuture<List<Answer<Reply>>> submit(PoolId pool, List<Command> commands) {
        Line line = lines.get(pool);
        if (line == null) {
            throw new IllegalArgumentException("no such pool here: " + pool);
        }
        Waiting waiting = new Waiting(commands, new CompletableFuture<>());
        return line.queue.offer(waiting)
                ? waiting.future()
                : CompletableFuture.failedFuture(new ExchangeBusyException(line.pool));
    }

    @Override
    public CompletableFuture<Answer<Reply>> submit(PoolId pool, Command command) {
        return submit(pool, List.of(command)).thenApply(answers -> answers.get(0));
    }

    @Override
    public CompletableFuture<Answer<View>> ask(PoolId pool, Query query) {
        throw new UnsupportedOperationException("nobody asks while it is measured");
    }

    @Override
    public void close() {
        lines.values().forEach(line -> line.thread.interrupt());
        lines.values().forEach(line -> Uninterruptibly.join(line.thread));
    }
}
