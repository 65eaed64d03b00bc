package io.tidemark.connectors.server;

import io.tidemark.connectors.document.Document;
import io.tidemark.connectors.document.Documents;
import io.tidemark.connectors.explain.PublishedTick;
import io.tidemark.connectors.explain.StandingPrices;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Evidence;
import io.tidemark.fleet.release.PricedTick;
import io.tidemark.pricing.publish.PoolPrices;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The prices that stand in each pool, with what made them, for whoever asks why. */
interface PriceBoard {
    /** Hangs out the newest of a pool. */
    void publish(StandingPrices prices);

    /** The newest of a pool, if there were any. */
    Optional<StandingPrices> of(PoolId pool);

    /** For one program: gone with it, and there again at the next pricing. */
    static PriceBoard here() {
        Map<PoolId, StandingPrices> newest = new ConcurrentHashMap<>();
        return new PriceBoard() {
            @Override
            public void publish(StandingPrices prices) {
                newest.put(prices.pool(), prices);
            }

            @Override
            public Optional<StandingPrices> of(PoolId pool) {
                return Optional.ofNullable(newest.get(pool));
            }
        };
    }

    /** For several: whoever prices writes, and all can read. */
    static PriceBoard shared(Documents documents) {
        return new PriceBoard() {
            @Override
            public void publish(StandingPrices prices) {
                of(documents, prices.pool()).write(Sheet.of(prices));
            }

            @Override
            public Optional<StandingPrices> of(PoolId pool) {
                return of(documents, pool).read().map(Sheet::prices);
            }

            private Document<Sheet> of(Documents documents, PoolId pool) {
                return documents.document("prices-" + pool, Sheet.class);
            }
        };
    }

    /** Standing prices as a document. */
    record Sheet(Note last, @Nullable Note offering) {
        static Sheet of(StandingPrices prices) {
            PublishedTick offering = prices.offering();
            return new Sheet(Note.of(prices.last()), offering == null ? null : Note.of(offering));
        }

        StandingPrices prices() {
            return new StandingPrices(last.tick(), offering == null ? null : offering.tick());
        }
    }

    /** A pricing as a document, what it was made of in the form of the log. */
    record Note(Evidence evidence, PoolPrices prices, long sequence, long time) {
        static Note of(PublishedTick published) {
            return new Note(
                    published.tick().rules().evidence(),
                    published.tick().prices(),
                    published.sequence(),
                    published.time());
        }

        PublishedTick tick() {
            return new PublishedTick(PricedTick.of(evidence, prices), sequence, time);
        }
    }
}
