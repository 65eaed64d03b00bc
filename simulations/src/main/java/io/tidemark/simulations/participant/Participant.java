package io.tidemark.simulations.participant;

import io.tidemark.exchange.pool.Command;
import io.tidemark.simulations.random.NamedStreams;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/** One made-up account in one pool. */
public final class Participant {
    private final String name;
    private final long account;
    private final Strategy strategy;
    private final NamedStreams streams;

    /** A participant of this name acts alike in every run of this seed. */
    public Participant(String name, long account, Strategy strategy, long seed) {
        this.name = name;
        this.account = account;
        this.strategy = strategy;
        this.streams = new NamedStreams(seed);
    }

    public String name() {
        return name;
    }

    public long account() {
        return account;
    }

    /**
     * What it enters in one step.
     *
     * @param step the number of the step since the epoch; the same step gives the same choices and client order ids, so
     *     that a step taken twice enters nothing twice
     */
    public List<Command> act(long step, Picture picture) {
        UniformRandomProvider random = streams.stream("participant/" + name, step);
        return strategy.act(new Hand(account, name + "-" + step), picture, random);
    }
}
