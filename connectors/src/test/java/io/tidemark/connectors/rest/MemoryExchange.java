package io.tidemark.connectors.rest;

import io.tidemark.exchange.cluster.Exchange;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolFeed;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.View;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Real pools without a cluster and without a journal, a clock that tests turn, and a switch that breaks it. */
public final class MemoryExchange implements Exchange, PoolFeed {
    private final NavigableMap<PoolId, PoolEngine> engines = new TreeMap<>();
    private final List<BiConsumer<PoolId, List<LoggedCommand>>> subscribers = new CopyOnWriteArrayList<>();
    private final AtomicLong now;
    private volatile @Nullable Supplier<CompletableFuture<?>> trouble;

    public MemoryExchange(long now, PoolId... pools) {
        this.now = new AtomicLong(now);
        for (PoolId pool : pools) {
            engines.put(pool, new PoolEngine(pool));
        }
    }

    public long now() {
        return now.get();
    }

    /** Turns the clock and lets every pool notice. */
    public void advance(long millis) {
        now.addAndGet(millis);
        engines.keySet().forEach(pool -> submit(pool, new Command.Tick()).join());
    }

    /** From now on every call ends like this, until {@code null}. */
    void trouble(@Nullable Supplier<CompletableFuture<?>> what) {
        trouble = what;
    }

    @Override
    public List<PoolId> pools() {
        return List.copyOf(engines.keySet());
    }

    @Override
    public CompletableFuture<Answer<Reply>> submit(PoolId pool, Command command) {
        return call(pool, engine -> {
            PoolEngine.Outcome outcome = engine.apply(now.get(), 0, command);
            LoggedCommand logged =
                    new LoggedCommand(engine.sequence(), engine.time(), 0, command, outcome.reply(), outcome.events());
            subscribers.forEach(subscriber -> subscriber.accept(pool, List.of(logged)));
            return outcome.reply();
        });
    }

    @Override
    public CompletableFuture<Answer<View>> ask(PoolId pool, Query query) {
        return call(pool, engine -> engine.answer(query));
    }

    @Override
    public void subscribe(BiConsumer<PoolId, List<LoggedCommand>> subscriber) {
        subscribers.add(subscriber);
    }

    private interface Call<T> {
        T on(PoolEngine engine);
    }

    @SuppressWarnings("unchecked")
    private <T> CompletableFuture<Answer<T>> call(PoolId pool, Call<T> call) {
        Supplier<CompletableFuture<?>> broken = trouble;
        if (broken != null) {
            return (CompletableFuture<Answer<T>>) broken.get();
        }
        PoolEngine engine = engines.get(pool);
        if (engine == null) {
            throw new IllegalArgumentException("no pool " + pool);
        }
        synchronized (engine) {
            T value = call.on(engine);
            return CompletableFuture.completedFuture(new Answer<>(engine.sequence(), engine.time(), value));
        }
    }
}
