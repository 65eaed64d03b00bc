package io.tidemark.fleet.ledger;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Reply;

/** The way to the pools. */
@FunctionalInterface
public interface EnginePort {
    /**
     * Has a command sequenced.
     *
     * @return the engine's reply, once it is durable; for the log only, the books wait for the journal
     * @throws RuntimeException if it is not known whether the command was sequenced
     */
    Reply submit(PoolId pool, Command command);
}
