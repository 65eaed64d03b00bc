package io.tidemark.exchange.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The way to one other member: what is sent arrives in its order, because one batch is on its way at a time. The more
 * there is to send, the more goes together.
 */
final class Lane<T> {
    private static final int LARGEST_BATCH = 1_024;

    private final Queue<T> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicBoolean onTheWay = new AtomicBoolean();
    private final ToIntFunction<T> weight;
    private final Executor executor;
    private final Function<List<T>, CompletionStage<?>> send;
    private final BiConsumer<List<T>, Throwable> lost;

    /**
     * A way that nothing has gone yet.
     *
     * @param send carries a batch, and completes when it has arrived
     * @param lost hears of a batch of which it is not known whether it arrived
     */
    Lane(
            ToIntFunction<T> weight,
            Executor executor,
            Function<List<T>, CompletionStage<?>> send,
            BiConsumer<List<T>, Throwable> lost) {
        this.weight = weight;
        this.executor = executor;
        this.send = send;
        this.lost = lost;
    }

    void offer(T item) {
        queued.addAndGet(weight.applyAsInt(item));
        waiting.add(item);
        go();
    }

    /** How much waits to be sent, by weight. */
    int queued() {
        return queued.get();
    }

    /** Whether nothing waits and nothing is on the way. */
    boolean isIdle() {
        return waiting.isEmpty() && !onTheWay.get();
    }

    private void go() {
        // Asked again after giving up the way: somebody may have come in between and seen it taken.
        while (!waiting.isEmpty() && onTheWay.compareAndSet(false, true)) {
            List<T> batch = take();
            if (batch.isEmpty()) {
                onTheWay.set(false);
            } else {
                executor.execute(() -> carry(batch));
                return;
            }
        }
    }

    private List<T> take() {
        List<T> batch = new ArrayList<>();
        int load = 0;
        for (T next = waiting.peek(); next != null && load < LARGEST_BATCH; next = waiting.peek()) {
            waiting.remove();
            batch.add(next);
            load += weight.applyAsInt(next);
        }
        queued.addAndGet(-load);
        return batch;
    }

    private void carry(List<T> batch) {
        try {
            send.apply(batch).whenCompleteAsync((arrived, failed) -> arrived(batch, failed), executor);
        } catch (RuntimeException refused) {
            arrived(batch, refused);
        }
    }

    private void arrived(List<T> batch, @Nullable Throwable failed) {
        try {
            if (failed != null) {
                lost.accept(batch, failed);
            }
        } finally {
            onTheWay.set(false);
            go();
        }
    }
}
