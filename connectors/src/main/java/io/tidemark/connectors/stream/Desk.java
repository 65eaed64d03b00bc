package io.tidemark.connectors.stream;

import io.tidemark.exchange.cluster.Exchange;
import io.tidemark.exchange.cluster.Exchange.Answer;
import io.tidemark.exchange.cluster.ExchangeBusyException;
import io.tidemark.exchange.cluster.ExchangeStoppedException;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Asks the pools, and gives up soon: a pool that is silent must not keep the others silent. */
final class Desk {
    private static final long PATIENCE_MILLIS = 2_000;

    private final Exchange exchange;

    Desk(Exchange exchange) {
        this.exchange = exchange;
    }

    /** A pool did not answer; it is asked again the next time. */
    static final class SilentException extends RuntimeException {
        private static final long serialVersionUID = 1;

        SilentException(PoolId pool, Throwable cause) {
            super(pool + " does not answer", cause);
        }
    }

    List<PoolId> pools() {
        return exchange.pools();
    }

    Answer<View> ask(PoolId pool, Query query) {
        return await(pool, send(pool, query));
    }

    /** Asks several things at once. */
    List<View> ask(PoolId pool, List<Query> queries) {
        List<CompletableFuture<Answer<View>>> sent =
                queries.stream().map(query -> send(pool, query)).toList();
        return sent.stream().map(answer -> await(pool, answer).value()).toList();
    }

    private CompletableFuture<Answer<View>> send(PoolId pool, Query query) {
        try {
            return exchange.ask(pool, query).orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExchangeBusyException | ExchangeStoppedException failed) {
            throw new SilentException(pool, failed);
        }
    }

    private static <T> T await(PoolId pool, CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException failed) {
            throw new SilentException(pool, failed);
        }
    }
}
