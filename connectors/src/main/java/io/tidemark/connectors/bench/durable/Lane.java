package io.tidemark.connectors.bench.durable;

import io.tidemark.exchange.cluster.BatchExchange;
import io.tidemark.exchange.cluster.Exchange.Answer;
import io.tidemark.exchange.cluster.ExchangeBusyException;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.simulations.bench.OrderFlow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The way of one flow of orders into its pool, and of the answers back. */
final class Lane {
    /** A full queue is tried again after this. */
    private static final long RETRY_NANOS = 50_000;

    private final PoolId pool;
    private final OrderFlow flow;
    private final BatchExchange exchange;
    private final Acknowledged acknowledged;
    private final AtomicLong outstanding = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** Hears when the commands of a list have been answered, on the thread that answers them. */
    @FunctionalInterface
    interface Told {
        void answered();
    }

    Lane(PoolId pool, OrderFlow flow, BatchExchange exchange, Acknowledged acknowledged) {
        this.pool = pool;
        this.flow = flow;
        this.exchange = exchange;
        this.acknowledged = acknowledged;
    }

    PoolId pool() {
        return pool;
    }

    OrderFlow flow() {
        return flow;
    }

    /** Commands on their way. */
    long outstanding() {
        return outstanding.get();
    }

    /** Sends the next commands of the flow as one list; waits only while an earlier answer is wanted or the queue is full. */
    void send(int count, Told told) {
        long first = flow.commands();
        List<Command> commands = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            commands.add(next());
        }
        outstanding.addAndGet(count);
        CompletableFuture<List<Answer<Reply>>> future = exchange.submit(pool, commands);
        while (isBusy(future)) {
            LockSupport.parkNanos(RETRY_NANOS);
            future = exchange.submit(pool, commands);
        }
        future.thenAccept(answers -> {
                    told.answered();
                    take(first, answers);
                })
                .exceptionally(failed -> {
                    failure.compareAndSet(null, failed);
                    return null;
                });
    }

    /** The next command alone, and its answer, as soon as it is there. Several threads may do so. */
    void sendAlone() {
        long number;
        Command command;
        synchronized (this) {
            number = flow.commands();
            command = next();
        }
        Answer<Reply> answer = exchange.submit(pool, command).join();
        synchronized (this) {
            take(number, List.of(answer));
        }
    }

    private void take(long first, List<Answer<Reply>> answers) {
        for (int i = 0; i < answers.size(); i++) {
            Answer<Reply> answer = answers.get(i);
            acknowledged.add(pool, answer);
            flow.answered(first + i, answer.value());
        }
        outstanding.addAndGet(-answers.size());
    }

    private Command next() {
        while (!flow.isReady()) {
            requireNoFailure();
            LockSupport.parkNanos(RETRY_NANOS);
        }
        return flow.next();
    }

    private static boolean isBusy(CompletableFuture<?> future) {
        if (!future.isCompletedExceptionally()) {
            return false;
        }
        try {
            future.join();
            return false;
        } catch (CompletionException failed) {
            return failed.getCause() instanceof ExchangeBusyException;
        }
    }

    /** Waits until everything is answered. */
    void drain() {
        while (outstanding.get() > 0) {
            requireNoFailure();
            LockSupport.parkNanos(RETRY_NANOS);
        }
        requireNoFailure();
    }

    void requireNoFailure() {
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("the load of " + pool + " failed: " + failed.getMessage(), failed);
        }
    }
}
