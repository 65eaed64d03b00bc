package io.tidemark.exchange.cluster;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.View;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The exchange as its doors see it: every gateway, the pricing loop and the fleet speak to the pools through this.
 *
 * <p>A future completes only when what it says is durable. It fails with {@link ExchangeBusyException} when the queue of
 * the pool is full, or the disk ({@link ExchangeFullException}): nothing was entered. It fails with
 * {@link ExchangeStoppedException} when the exchange stopped before the outcome was known: ask again by client order id.
 */
public interface Exchange {
    /** The pools that are traded here, in their natural order. */
    List<PoolId> pools();

    /** Has a command sequenced, applied and made durable. */
    CompletableFuture<Answer<Reply>> submit(PoolId pool, Command command);

    /** Asks a question of a pool; the answer is held back until everything that it saw is durable. */
    CompletableFuture<Answer<View>> ask(PoolId pool, Query query);

    /**
     * An answer and what it has seen.
     *
     * @param sequence the last command of the pool that the answer knows of
     * @param time the market time of that command, epoch milliseconds
     */
    record Answer<T>(long sequence, long time, T value) {}
}
