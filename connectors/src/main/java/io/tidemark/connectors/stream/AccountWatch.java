package io.tidemark.connectors.stream;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import io.tidemark.exchange.pool.View.OrderView;
import io.tidemark.exchange.pool.View.OrdersView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What of an account changes without a command that names it: why its open orders do not trade, and its machines. It is
 * looked at seldom, for all streams of the account together; each stream remembers up to which look it was told.
 */
final class AccountWatch {
    /** The newest open ones of a pool; of older ones only what happens to them is told. */
    private static final int MOST_ORDERS = 50;

    private final long account;
    private final LongFunction<?> machinesOf;
    private final Map<PoolId, Watched> pools = new TreeMap<>();
    private @Nullable Object machines;
    private long machinesChanged;
    private long looks;
    private long lookedAt;

    AccountWatch(long account, LongFunction<?> machinesOf) {
        this.account = account;
        this.machinesOf = machinesOf;
    }

    private record Seen(OrderView order, long changed) {}

    /** The open orders of a pool as they were after a command. */
    private record Watched(long sequence, Map<Long, Seen> orders) {}

    /** How often it was looked at. */
    long looks() {
        return looks;
    }

    /** Looks again, unless that was done a moment ago. */
    void look(Map<PoolId, PoolHistory> histories, Desk desk, Duration pause) {
        if (looks > 0 && System.nanoTime() - lookedAt < pause.toNanos()) {
            return;
        }
        lookedAt = System.nanoTime();
        looks++;
        histories.forEach((pool, history) -> {
            Watched before = pools.getOrDefault(pool, new Watched(-1, Map.of()));
            if (history.isKnown() && isTouched(before, history)) {
                pools.put(pool, look(pool, history.sequence(), before, desk));
            }
        });
        Object now = machinesOf.apply(account);
        if (!now.equals(machines)) {
            machinesChanged = looks;
            machines = now;
        }
    }

    private boolean isTouched(Watched before, PoolHistory history) {
        if (history.sequence() == before.sequence()) {
            return false;
        }
        Optional<Change> since = history.since(before.sequence());
        return since.isEmpty() || since.get().accounts().containsKey(account) || isTouched(before, since.get());
    }

    private static boolean isTouched(Watched before, Change change) {
        return before.orders().values().stream()
                .anyMatch(seen -> change.pool()
                        || change.hours().stream()
                                .anyMatch(hour -> seen.order()
                                        .window()
                                        .filter(window -> window.contains(hour))
                                        .isPresent()));
    }

    private Watched look(PoolId pool, long sequence, Watched before, Desk desk) {
        View open = desk.ask(pool, Query.OrdersOf.open(account, MOST_ORDERS)).value();
        Map<Long, Seen> seen = new HashMap<>();
        if (open instanceof OrdersView orders) {
            for (OrderView order : orders.orders()) {
                long changed = Optional.ofNullable(before.orders().get(order.orderId()))
                        .filter(known -> known.order().whyNotFilled().equals(order.whyNotFilled()))
                        .map(Seen::changed)
                        .orElse(looks);
                seen.put(order.orderId(), new Seen(order, changed));
            }
        }
        return new Watched(sequence, seen);
    }

    /** The open orders of a pool whose reason is another since a look. */
    List<OrderView> ordersSince(PoolId pool, long look) {
        List<OrderView> changed = new ArrayList<>();
        Watched watched = pools.get(pool);
        if (watched != null) {
            watched.orders().values().stream()
                    .filter(seen -> seen.changed() > look)
                    .forEach(seen -> changed.add(seen.order()));
        }
        return changed;
    }

    boolean machinesChangedSince(long look) {
        return machinesChanged > look;
    }
}
