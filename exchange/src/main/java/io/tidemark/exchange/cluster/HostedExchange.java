package io.tidemark.exchange.cluster;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.PoolFeed;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalConsumer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An exchange as the program sees it that hosts it, whether alone or as one of several members. */
public interface HostedExchange extends BatchExchange, PoolFeed, AutoCloseable {
    MarketClock clock();

    /** The journal, for those who follow it by offset. */
    Journal journal();

    /** How busy a pool is here; where another member serves it, nothing is queued. */
    PoolLoad load(PoolId pool);

    /** By pool, why this program serves it no more although it should; empty while all is well. */
    Map<PoolId, String> stoppedPools();

    /** Tells how long each command takes that is sequenced here; one listener, the last that was given. */
    void observe(LatencyListener listener);

    /** How the shadow replica is; empty if there is none. It may ask the database. */
    Optional<ShadowStatus> shadow();

    /**
     * From now on the journal lets go of what neither a kept snapshot nor one of these needs; until this is called it keeps
     * everything, and without a shadow replica for ever.
     *
     * @param consumers all that read the journal by offset, on any member, now or after a restart
     */
    void releaseJournalBehind(List<JournalConsumer> consumers);

    /**
     * Completes, with the reason, when this exchange serves nothing any more and never will: whoever hosts it must end, and may
     * begin anew. While all is well it does not.
     */
    CompletableFuture<String> ended();

    /** Stops in good order: what was taken becomes durable and is answered. */
    @Override
    void close();
}
