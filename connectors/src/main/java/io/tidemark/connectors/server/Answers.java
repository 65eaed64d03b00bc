package io.tidemark.connectors.server;

import io.tidemark.exchange.cluster.Exchange.Answer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Waits for the exchange, where a loop has nothing better to do. */
final class Answers {
    private static final long PATIENCE_SECONDS = 30;

    private Answers() {}

    /**
     * The value of an answer.
     *
     * @throws java.util.concurrent.CompletionException if there is none
     */
    static <T> T await(CompletableFuture<Answer<T>> answer) {
        return awaitWhole(answer).value();
    }

    /** As {@link #await}, with what the answer has seen. */
    static <T> Answer<T> awaitWhole(CompletableFuture<Answer<T>> answer) {
        return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
}
