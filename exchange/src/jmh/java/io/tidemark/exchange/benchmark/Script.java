package io.tidemark.exchange.benchmark;

import io.tidemark.exchange.pool.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Commands that are ready before the clock runs. A cancel names an order by the engine's id, so another pool, filled alike,
 * hears the script first: both give the same ids.
 */
final class Script {
    /** How many times a benchmark is done in one go of JMH. */
    static final int OPERATIONS = 50_000;

    /** Goes of JMH, those that warm up too. */
    static final int GOES = 20;

    private final SteadyPool pool = new SteadyPool();
    private final Command[] commands;
    private int next;

    /** What is done again and again. */
    @FunctionalInterface
    interface Operation {
        /** Adds the commands of the i-th time; {@code told} gives one to the rehearsing pool and says the order's id. */
        void rehearse(int i, SteadyPool pool, Teller told);
    }

    /** Takes a command into the script. */
    @FunctionalInterface
    interface Teller {
        long tell(Command command);
    }

    Script(Consumer<SteadyPool> fill, Operation operation) {
        SteadyPool rehearsal = new SteadyPool();
        fill.accept(rehearsal);
        List<Command> heard = new ArrayList<>();
        for (int i = 0; i < OPERATIONS * GOES; i++) {
            operation.rehearse(i, rehearsal, command -> {
                heard.add(command);
                return rehearsal.apply(command);
            });
        }
        rehearsal.requireNoRefusal();
        commands = heard.toArray(Command[]::new);
        fill.accept(pool);
    }

    /** One go. */
    SteadyPool go() {
        int end = next + commands.length / GOES;
        for (; next < end; next++) {
            pool.apply(commands[next]);
        }
        pool.requireNoRefusal();
        return pool;
    }
}
