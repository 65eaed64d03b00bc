package io.tidemark.simulations.participant;

import io.tidemark.exchange.pool.View.AccountView;
import io.tidemark.exchange.pool.View.HourState;
import io.tidemark.exchange.pool.View.HourView;
import io.tidemark.exchange.pool.View.OrderView;
import io.tidemark.exchange.pool.View.PoolView;
import java.util.List;
import java.util.Optional;

/** What one account can see of a pool: public figures, and its own orders, cash and titles. */
public record Picture(PoolView pool, List<HourView> hours, AccountView account, List<OrderView> orders) {
    public Picture {
        hours = List.copyOf(hours);
        orders = List.copyOf(orders);
    }

    List<HourView> openHours() {
        return hours.stream().filter(hour -> hour.state() == HourState.LISTED).toList();
    }

    Optional<HourView> hour(long wanted) {
        return hours.stream().filter(hour -> hour.hour() == wanted).findFirst();
    }

    List<OrderView> openOrders() {
        return orders.stream().filter(order -> order.status().equals("OPEN")).toList();
    }

    /** The mean reference of a window in ticks, rounded down; empty if an hour of it has none. */
    Optional<Long> reference(long start, int length) {
        long sum = 0;
        for (long hour = start; hour < start + length; hour++) {
            Optional<HourView> view = hour(hour);
            if (view.isEmpty() || view.get().reference() == 0) {
                return Optional.empty();
            }
            sum += view.get().reference();
        }
        return Optional.of(sum / length);
    }
}
