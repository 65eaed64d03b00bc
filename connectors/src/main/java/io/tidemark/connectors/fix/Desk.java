package io.tidemark.connectors.fix;

import io.tidemark.exchange.cluster.Exchange;
import io.tidemark.exchange.cluster.Exchange.Answer;
import io.tidemark.exchange.cluster.ExchangeBusyException;
import io.tidemark.exchange.cluster.NotEnteredException;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The exchange as one session uses it: its account, its client order ids, and answers that are waited for. */
final class Desk {
    private static final int PAGE = 500;

    private final Exchange exchange;
    private final Duration patience;
    private final String compId;
    private final long account;

    Desk(Exchange exchange, Duration patience, String compId, long account) {
        this.exchange = exchange;
        this.patience = patience;
        this.compId = compId;
        this.account = account;
    }

    String compId() {
        return compId;
    }

    long account() {
        return account;
    }

    List<PoolId> pools() {
        return exchange.pools();
    }

    /** An order of the session where it stands. */
    record Found(PoolId pool, View.OrderView order, long at) {
        boolean isOpen() {
            return order.status().equals("OPEN");
        }
    }

    /** The order that answers to a client order id, in whichever pool. */
    Optional<Found> find(SessionOrderId id) {
        // All pools are asked at once: an answer waits until what came before it is durable.
        Map<PoolId, CompletableFuture<Answer<View>>> asked = new LinkedHashMap<>();
        for (PoolId pool : exchange.pools()) {
            asked.put(pool, exchange.ask(pool, new Query.OrderByClientId(account, id.toString())));
        }
        for (PoolId pool : asked.keySet()) {
            Answer<View> answer = view(pool, () -> Objects.requireNonNull(asked.get(pool)));
            if (answer.value() instanceof View.OrderView order) {
                return Optional.of(new Found(pool, order, answer.time()));
            }
        }
        return Optional.empty();
    }

    /** Everything open that the session entered. */
    List<Found> open() {
        List<Found> found = new ArrayList<>();
        for (PoolId pool : exchange.pools()) {
            long after = Query.OrdersOf.NEWEST;
            List<View.OrderView> page;
            do {
                Answer<View> answer = ask(
                        pool,
                        new Query.OrdersOf(account, after, Query.OrdersOf.NEWEST, PAGE, true, Query.OrderKind.ANY));
                page = ((View.OrdersView) answer.value()).orders();
                for (View.OrderView order : page) {
                    after = order.orderId();
                    if (order.clientOrderId().startsWith(new SessionOrderId(compId, "").toString())) {
                        found.add(new Found(pool, order, answer.time()));
                    }
                }
            } while (page.size() == PAGE);
        }
        return found;
    }

    Answer<View> ask(PoolId pool, Query query) {
        return view(pool, () -> exchange.ask(pool, query));
    }

    private Answer<View> view(PoolId pool, Supplier<CompletableFuture<Answer<View>>> asked) {
        return await(
                asked,
                BusinessReason.UNAVAILABLE,
                pool + " does not answer; nothing was changed, ask again in a moment");
    }

    Reply submit(PoolId pool, Command command) {
        return await(
                        () -> exchange.submit(pool, command),
                        BusinessReason.OUTCOME_UNKNOWN,
                        "whether " + pool + " has carried this out is not known; ask with an OrderStatusRequest (H), or"
                                + " send it again with the same ClOrdID")
                .value();
    }

    private <T> Answer<T> await(Supplier<CompletableFuture<Answer<T>>> call, BusinessReason otherwise, String text) {
        try {
            return call.get().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (wasNotEntered(failed)) {
                throw new BusinessRejectedException(
                        BusinessReason.BUSY,
                        "the pool is busy or not served now, nothing was entered; send it again in a moment");
            }
            throw new BusinessRejectedException(otherwise, text);
        } catch (TimeoutException silent) {
            throw new BusinessRejectedException(otherwise, text);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new BusinessRejectedException(otherwise, text);
        }
    }

    private static boolean wasNotEntered(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof ExchangeBusyException || cause instanceof NotEnteredException) {
                return true;
            }
        }
        return false;
    }
}
