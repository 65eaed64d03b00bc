package io.tidemark.exchange.cluster;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolFeed;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/**
 * Tells every command of every pool once and in its order, whoever brings it first: the sequencer of a pool that is served
 * here, at the moment at which it is durable, or the reader of the journal.
 */
final class Feed implements PoolFeed {
    private final List<BiConsumer<PoolId, List<LoggedCommand>>> subscribers = new CopyOnWriteArrayList<>();
    private final Map<PoolId, Told> told = new ConcurrentHashMap<>();

    private static final class Told {
        private long sequence;
    }

    @Override
    public void subscribe(BiConsumer<PoolId, List<LoggedCommand>> subscriber) {
        subscribers.add(subscriber);
    }

    /** Nothing up to a sequence is told: it happened before anyone was here to listen. */
    void beginBehind(PoolId pool, long sequence) {
        Told last = told.computeIfAbsent(pool, none -> new Told());
        synchronized (last) {
            last.sequence = Math.max(last.sequence, sequence);
        }
    }

    /** Whether anyone is to be told of the commands up to a sequence: not if they were told, or if nobody listens. */
    boolean isNews(PoolId pool, long last) {
        if (subscribers.isEmpty()) {
            beginBehind(pool, last);
            return false;
        }
        Told there = told.computeIfAbsent(pool, none -> new Told());
        synchronized (there) {
            return there.sequence < last;
        }
    }

    /** Durable commands of a pool, one behind the other. */
    void tell(PoolId pool, List<LoggedCommand> commands) {
        Told last = told.computeIfAbsent(pool, none -> new Told());
        synchronized (last) {
            long first = commands.get(0).sequence();
            long end = commands.get(commands.size() - 1).sequence();
            // What comes too early is not lost: the reader of the journal brings it, with what is before it.
            if (first > last.sequence + 1 || end <= last.sequence) {
                return;
            }
            List<LoggedCommand> fresh = commands.subList((int) (last.sequence + 1 - first), commands.size());
            last.sequence = end;
            subscribers.forEach(subscriber -> subscriber.accept(pool, fresh));
        }
    }
}
