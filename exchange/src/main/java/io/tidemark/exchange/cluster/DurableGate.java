package io.tidemark.exchange.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Readers who saw more than is durable wait here. */
final class DurableGate {
    private record Waiter(long sequence, CompletableFuture<Void> ready) implements Comparable<Waiter> {
        @Override
        public int compareTo(Waiter other) {
            return Long.compare(sequence, other.sequence);
        }
    }

    private final PriorityQueue<Waiter> waiters = new PriorityQueue<>();
    private long durable;
    private @Nullable ExchangeStoppedException failure;

    DurableGate(long durable) {
        this.durable = durable;
    }

    /** Completes when everything up to a sequence is durable, at once if it is. */
    synchronized CompletableFuture<Void> await(long sequence) {
        if (sequence <= durable) {
            return CompletableFuture.completedFuture(null);
        }
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        Waiter waiter = new Waiter(sequence, new CompletableFuture<>());
        waiters.add(waiter);
        return waiter.ready();
    }

    void open(long sequence) {
        // Completed outside the lock: whoever waits may run code of its own.
        List<CompletableFuture<Void>> ready = new ArrayList<>();
        synchronized (this) {
            durable = sequence;
            for (Waiter next = waiters.peek(); next != null && next.sequence() <= durable; next = waiters.peek()) {
                ready.add(waiters.remove().ready());
            }
        }
        ready.forEach(future -> future.complete(null));
    }

    void fail(ExchangeStoppedException why) {
        List<Waiter> lost;
        synchronized (this) {
            failure = why;
            lost = List.copyOf(waiters);
            waiters.clear();
        }
        lost.forEach(waiter -> waiter.ready().completeExceptionally(why));
    }

    /** The last durable sequence. */
    synchronized long durable() {
        return durable;
    }
}
