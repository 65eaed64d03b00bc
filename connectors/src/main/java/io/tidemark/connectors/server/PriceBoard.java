package io.tidemark.connectors.server;

import io.tidemark.connectors.document.Document;
import io.tidemark.connectors.document.Documents;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.pricing.publish.PoolPrices;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The prices of each pool that were offered last, with what made them, for whoever asks why. */
interface PriceBoard {
    /** Hangs out the newest of a pool. */
    void publish(PoolPrices prices);

    /** The newest of a pool, if there were any. */
    Optional<PoolPrices> of(PoolId pool);

    /** For one program: gone with it, and there again at the next pricing. */
    static PriceBoard here() {
        Map<PoolId, PoolPrices> newest = new ConcurrentHashMap<>();
        return new PriceBoard() {
            @Override
            public void publish(PoolPrices prices) {
                newest.put(prices.pool(), prices);
            }

            @Override
            public Optional<PoolPrices> of(PoolId pool) {
                return Optional.ofNullable(newest.get(pool));
            }
        };
    }

    /** For several: whoever prices writes, and all can read. */
    static PriceBoard shared(Documents documents) {
        return new PriceBoard() {
            @Override
            public void publish(PoolPrices prices) {
                of(documents, prices.pool()).write(prices);
            }

            @Override
            public Optional<PoolPrices> of(PoolId pool) {
                return of(documents, pool).read();
            }

            private Document<PoolPrices> of(Documents documents, PoolId pool) {
                return documents.document("prices-" + pool, PoolPrices.class);
            }
        };
    }
}
