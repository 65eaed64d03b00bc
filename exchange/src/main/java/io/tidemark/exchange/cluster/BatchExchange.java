package io.tidemark.exchange.cluster;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The exchange as a gateway sees it that carries many orders at once: a list of commands costs one place to wait and one
 * future. Whoever has a single command {@link #submit(PoolId, Command) submits} it; neither waits longer for the other.
 */
public interface BatchExchange extends Exchange {
    /** The most commands that are taken together. */
    int LARGEST_LIST = 1_024;

    /**
     * Has commands sequenced one behind the other with nothing in between, applied, and made durable. All are answered at
     * once, in their order, when the last of them is durable; a refusal of one is an answer and does not touch the next.
     *
     * <p>The queue takes all of them or none: where it is full the future fails with {@link ExchangeBusyException} and
     * nothing was entered. Room that is kept for cancels is open to a list of nothing but cancels. Errors otherwise as
     * those of {@link Exchange}.
     *
     * @param commands 1 to {@link #LARGEST_LIST}; must not change any more
     * @throws IllegalArgumentException if there are none or too many
     */
    CompletableFuture<List<Answer<Reply>>> submit(PoolId pool, List<Command> commands);
}
