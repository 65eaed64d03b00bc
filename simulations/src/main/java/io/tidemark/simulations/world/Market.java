package io.tidemark.simulations.world;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.View;
import io.tidemark.simulations.random.NamedStreams;
import java.util.ArrayList;
import java.util.List;

/** The engine of one pool, with those who listen to it. */
final class Market {
    private final PoolEngine engine;
    private final NamedStreams streams;
    private final EventDigest digest;
    private final CommandTap tap;
    private final List<Listener> listeners = new ArrayList<>();

    Market(PoolId pool, NamedStreams streams, EventDigest digest, CommandTap tap) {
        this.engine = new PoolEngine(pool);
        this.streams = streams;
        this.digest = digest;
        this.tap = tap;
    }

    /** Hears every event, in order. It may plan, but must not submit. */
    @FunctionalInterface
    interface Listener {
        void happened(long time, Event event);
    }

    void subscribe(Listener listener) {
        listeners.add(listener);
    }

    PoolId pool() {
        return engine.pool();
    }

    Reply submit(long time, Command command) {
        // By the instant and not by the count of commands, so that one more participant changes nobody's luck.
        long draw = streams.stream(engine.pool() + "/draw", time).nextLong();
        PoolEngine.Outcome outcome = engine.apply(time, draw, command);
        digest.add(outcome);
        tap.applied(
                engine.pool(),
                new LoggedCommand(
                        outcome.sequence(), outcome.time(), draw, command, outcome.reply(), outcome.events()));
        for (Event event : outcome.events()) {
            for (Listener listener : listeners) {
                listener.happened(outcome.time(), event);
            }
        }
        return outcome.reply();
    }

    /** The instant of the last command. */
    long time() {
        return engine.time();
    }

    long nextTimer() {
        return engine.nextTimer();
    }

    View.PoolView status() {
        return (View.PoolView) engine.answer(new Query.PoolStatus());
    }

    View.HoursView hours(long from, int count) {
        return (View.HoursView) engine.answer(new Query.HoursFrom(from, count));
    }

    View answer(Query query) {
        return engine.answer(query);
    }
}
