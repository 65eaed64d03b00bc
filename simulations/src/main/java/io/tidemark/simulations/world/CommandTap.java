package io.tidemark.simulations.world;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;

/** Sees every command with its events, as a journal would. */
@FunctionalInterface
public interface CommandTap {
    void applied(PoolId pool, LoggedCommand command);

    /** Nobody listens. */
    static CommandTap none() {
        return (pool, command) -> {};
    }
}
