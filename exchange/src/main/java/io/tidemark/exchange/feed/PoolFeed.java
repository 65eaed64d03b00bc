package io.tidemark.exchange.feed;

import io.tidemark.exchange.contract.PoolId;
import java.util.List;
import java.util.function.BiConsumer;

/** What the pools say, as it happens. Who must not miss anything also reads the journal, by offset. */
public interface PoolFeed {
    /**
     * Has every command told with its events after it is durable, in the order of its pool, on the thread of
     * acknowledgements: a subscriber must be quick and must not throw.
     */
    void subscribe(BiConsumer<PoolId, List<LoggedCommand>> subscriber);
}
