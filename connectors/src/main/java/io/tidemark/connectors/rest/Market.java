package io.tidemark.connectors.rest;

import io.tidemark.exchange.cluster.Exchange;
import io.tidemark.exchange.cluster.Exchange.Answer;
import io.tidemark.exchange.cluster.ExchangeBusyException;
import io.tidemark.exchange.cluster.ExchangeFullException;
import io.tidemark.exchange.cluster.ExchangeStoppedException;
import io.tidemark.exchange.cluster.NotEnteredException;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.View;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The exchange as a resource calls it: waits for the answer, and turns silence and refusals into problems. */
final class Market {
    private final Exchange exchange;
    private final LongSupplier now;
    private final Duration patience;

    Market(Exchange exchange, LongSupplier now, Duration patience) {
        this.exchange = exchange;
        this.now = now;
        this.patience = patience;
    }

    /** Market time, epoch milliseconds. */
    long now() {
        return now.getAsLong();
    }

    List<PoolId> pools() {
        return exchange.pools();
    }

    private Optional<PoolId> find(String name) {
        return exchange.pools().stream()
                .filter(pool -> pool.toString().equals(name))
                .findFirst();
    }

    /** The pool of a path. */
    PoolId pool(String name) {
        return find(name).orElseThrow(() -> noSuchPool(name).asException());
    }

    /** The pool that a field or parameter names: a wrong one is a fault of the request, not a missing page. */
    PoolId pool(String name, String field) {
        return find(name).orElseThrow(() -> {
            Problem missing = noSuchPool(name);
            return Problem.of(ProblemCode.INVALID_FIELD, missing.detail(), missing.remedy())
                    .at(field)
                    .or(names())
                    .asException();
        });
    }

    private Problem noSuchPool(String name) {
        return Problem.of(
                        ProblemCode.NO_SUCH_POOL,
                        "no pool named '" + Fields.shown(name) + "' is traded here",
                        "use one of: " + String.join(", ", names()))
                .or(Nearest.first(name, names()));
    }

    private List<String> names() {
        return exchange.pools().stream().map(PoolId::toString).toList();
    }

    /**
     * Has a command carried out.
     *
     * @param howToFindOut what the client should do if the outcome stays unknown, a sentence
     * @throws ProblemException if it is refused, or nothing is heard
     */
    Reply submit(PoolId pool, Command command, String howToFindOut) {
        Reply reply = submitForReply(pool, command, howToFindOut);
        if (reply instanceof Reply.Refused refused) {
            throw Problem.of(refused).asException();
        }
        return reply;
    }

    /** As {@link #submit}, with a refusal as an answer. */
    Reply submitForReply(PoolId pool, Command command, String howToFindOut) {
        Problem unknown = Problem.of(
                ProblemCode.OUTCOME_UNKNOWN,
                "whether " + pool + " has carried this out is not known: no answer came",
                howToFindOut);
        return await(() -> exchange.submit(pool, command), pool, unknown).value();
    }

    /**
     * Asks a question.
     *
     * @return empty if there is no such thing, or it is somebody else's
     */
    <V extends View> Optional<V> ask(PoolId pool, Query query, Class<V> kind) {
        Problem unavailable = Problem.of(
                ProblemCode.UNAVAILABLE,
                pool + " does not answer",
                "try again in a moment; nothing was changed by asking");
        View view = await(() -> exchange.ask(pool, query), pool, unavailable).value();
        return view instanceof View.Nothing ? Optional.empty() : Optional.of(kind.cast(view));
    }

    /** A question to which there always is an answer. */
    <V extends View> V know(PoolId pool, Query query, Class<V> kind) {
        return ask(pool, query, kind).orElseThrow(() -> new IllegalStateException(pool + " has no answer to " + query));
    }

    WhatWouldFillBody whatWouldFill(PoolId pool, Query.WhatWouldFill wanted) {
        return WhatWouldFillBody.of(wanted, know(pool, wanted, View.CounterfactualView.class));
    }

    private <T> Answer<T> await(Supplier<CompletableFuture<Answer<T>>> call, PoolId pool, Problem silence) {
        try {
            return call.get().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException tooLong) {
            throw silence.asException();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw silence.asException();
        } catch (ExecutionException failed) {
            throw failure(failed, pool, silence);
        } catch (ExchangeBusyException | ExchangeStoppedException failed) {
            throw failure(failed, pool, silence);
        }
    }

    private static RuntimeException failure(Throwable failed, PoolId pool, Problem silence) {
        Throwable cause = failed;
        while (cause.getCause() != null
                && (cause instanceof ExecutionException || cause instanceof CompletionException)) {
            cause = cause.getCause();
        }
        if (cause instanceof ExchangeFullException) {
            return Problem.of(
                            ProblemCode.DISK_FULL,
                            "the disk of the market is full; nothing was entered",
                            "cancels still pass; send the same request again when the operator has made room")
                    .asException();
        } else if (cause instanceof ExchangeBusyException) {
            return Problem.of(
                            ProblemCode.BUSY,
                            "the queue of " + pool + " is full; nothing was entered",
                            "send the same request again after the seconds in Retry-After; cancels still pass")
                    .asException();
        } else if (cause instanceof NotEnteredException) {
            return Problem.of(
                            ProblemCode.NOT_SERVED,
                            pool + " takes no commands now; nothing was entered",
                            "send the same request again in a few seconds; if that does not help, ask the operator")
                    .asException();
        } else if (cause instanceof ExchangeStoppedException) {
            return silence.asException();
        }
        return new IllegalStateException("the exchange failed", cause);
    }
}
