package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Account;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Event.CloseReason;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.Query.OrderKind;
import io.tidemark.exchange.pool.Refusal;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.View.OrderView;
import io.tidemark.exchange.pool.View.OrdersView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an account has entered, firm orders or spot bids: the engine numbers both in one row, the outside sees two lists,
 * and an id of the one kind does not exist in the other.
 */
final class OrderList {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;
    private static final Comparator<Entered> NEWEST_FIRST = Comparator.comparingLong(
                    (Entered order) -> order.view().enteredAt())
            .thenComparing(Entered::pool)
            .thenComparingLong(order -> order.view().orderId())
            .reversed();

    private final Market market;
    private final boolean firm;

    OrderList(Market market, boolean firm) {
        this.market = market;
        this.firm = firm;
    }

    record Entered(PoolId pool, OrderView view) {
        String id() {
            return new OrderId(pool, view.orderId()).toString();
        }
    }

    record Page(List<Entered> orders, @Nullable String nextAfter) {}

    private boolean isOurs(OrderView view) {
        return view.window().isPresent() == firm;
    }

    /** One of an account's own, or the problem that there is none. */
    OrderView one(OrderId id, long account) {
        return find(id, account).orElseThrow(() -> OrderId.noSuchOrder().asException());
    }

    /** One of an account's own, if there is one. */
    Optional<OrderView> find(OrderId id, long account) {
        return market.ask(id.pool(), new Query.OrderOf(account, id.number()), OrderView.class)
                .filter(this::isOurs);
    }

    /**
     * One that was entered a moment ago. If it cannot be read now, the client still can find out later; if it is of the
     * other kind, its client order id was taken.
     */
    OrderView entered(OrderId id, long account, String clientOrderId, String howToFindOut) {
        OrderView view;
        try {
            view = market.know(id.pool(), new Query.OrderOf(account, id.number()), OrderView.class);
        } catch (ProblemException unread) {
            throw Problem.of(
                            ProblemCode.OUTCOME_UNKNOWN,
                            "it was entered as " + id + ", but how it stands could not be read",
                            howToFindOut)
                    .asException();
        }
        if (!isOurs(view)) {
            throw OrdersResource.taken(id, clientOrderId, "kind").asException();
        }
        return view;
    }

    OrderView cancel(OrderId id, Account account) {
        // An id of the other kind must not be cancelled by this door: it does not exist here.
        one(id, account.number());
        Reply reply = market.submitForReply(
                id.pool(),
                new Command.Cancel(account.number(), id.number()),
                "send the same request again: a second cancel does no harm");
        OrderView order = one(id, account.number());
        if (reply instanceof Reply.Refused refused) {
            if (refused.reason() != Refusal.NO_SUCH_ORDER) {
                throw Problem.of(refused).asException();
            }
            if (!order.status().equals(CloseReason.CANCELLED.name())) {
                throw Problem.of(
                                ProblemCode.ORDER_ENDED,
                                id + " ended before: " + order.status(),
                                order.filledLots() == 0
                                        ? "there is nothing left to cancel, and nothing was bought"
                                        : "there is nothing left to cancel; sell the hours if you do not need them")
                        .asException();
            }
        }
        return order;
    }

    Page page(
            long account,
            @Nullable String pool,
            @Nullable String clientOrderId,
            @Nullable String open,
            @Nullable String after,
            @Nullable String limit) {
        int most = limit == null ? DEFAULT_LIMIT : Fields.count(limit, "limit", 1, MAX_LIMIT);
        boolean openOnly = open != null && Fields.truth(open, "open");
        List<PoolId> pools = pool == null ? market.pools() : List.of(market.pool(pool, "pool"));
        Optional<Entered> last = after == null ? Optional.empty() : Optional.of(entered(after, account, pools));
        List<Entered> found = new ArrayList<>();
        for (PoolId each : pools) {
            List<OrderView> views = clientOrderId == null
                    ? newest(each, account, last, most + 1, openOnly)
                    : market.ask(each, new Query.OrderByClientId(account, clientOrderId), OrderView.class).stream()
                            .filter(this::isOurs)
                            .filter(view -> !openOnly || view.status().equals("OPEN"))
                            .toList();
            views.forEach(view -> found.add(new Entered(each, view)));
        }
        found.removeIf(order -> last.isPresent() && NEWEST_FIRST.compare(order, last.get()) <= 0);
        found.sort(NEWEST_FIRST);
        // One more than fits was asked for in each pool: if it is there, there is another page.
        return found.size() <= most
                ? new Page(found, null)
                : new Page(found.subList(0, most), found.get(most - 1).id());
    }

    /** What stands in one pool behind the last order of the page before, which may be of another pool. */
    private List<OrderView> newest(PoolId pool, long account, Optional<Entered> last, int limit, boolean openOnly) {
        long after = Query.OrdersOf.NEWEST;
        long enteredBy = Query.OrdersOf.NEWEST;
        if (last.isPresent()) {
            PoolId lastPool = last.get().pool();
            long lastAt = last.get().view().enteredAt();
            after = pool.equals(lastPool) ? last.get().view().orderId() : after;
            // At one instant the pools stand in the list from the last to the first.
            enteredBy = pool.compareTo(lastPool) > 0 ? lastAt - 1 : lastAt;
        }
        return market.know(
                        pool,
                        new Query.OrdersOf(
                                account, after, enteredBy, limit, openOnly, firm ? OrderKind.FIRM : OrderKind.SPOT),
                        OrdersView.class)
                .orders();
    }

    private Entered entered(String after, long account, List<PoolId> pools) {
        for (PoolId pool : pools) {
            Optional<OrderId> id = OrderId.inPool(after, pool);
            Optional<OrderView> view = id.flatMap(known -> find(known, account));
            if (view.isPresent()) {
                return new Entered(pool, view.get());
            }
        }
        throw Fields.invalid("after", "'" + Fields.shown(after) + "' is not in this list", "begin again without it");
    }
}
