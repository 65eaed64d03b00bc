package io.tidemark.exchange.cluster;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.PoolFeed;
import io.tidemark.exchange.journal.Journal;
import java.util.Map;
import java.util.Optional;

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

    /** How the shadow replica is; empty if none runs here. */
    Optional<ShadowStatus> shadow();

    /** Stops in good order: what was taken becomes durable and is answered. */
    @Override
    void close();
}
