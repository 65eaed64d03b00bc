package io.tidemark.exchange.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.pool.OrdersSnapshot.FirstAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every client order id is found as long as its order is remembered, however many there are and whatever was forgotten. */
class ClientIdsTest {
    private static final int ACCOUNTS = 3;

    private final ClientIds ids = new ClientIds();

    /** What was answered, by account and id; and for each order its ids and the entry to forget them by. */
    private final Map<String, Reply.Accepted> answers = new HashMap<>();

    private final List<Order> orders = new ArrayList<>();
    private long lastId;

    /** An order and the ids that its account gave it. */
    private static final class Order {
        final long account;
        final long id;
        final List<String> given = new ArrayList<>();
        ClientIds.@Nullable Entry entry;

        Order(long account, long id) {
            this.account = account;
            this.id = id;
        }
    }

    /** So few that slots stay free, and so many that the table grows again and again. */
    @ParameterizedTest
    @ValueSource(ints = {5, 60, 2_000})
    void itFindsWhatAHashMapFinds(int about) {
        Random random = new Random(about);
        for (int step = 0; step < 20_000; step++) {
            if (!orders.isEmpty() && random.nextInt(3) == 0) {
                name(orders.get(random.nextInt(orders.size())), random);
            } else {
                Order order = new Order(1 + random.nextInt(ACCOUNTS), ++lastId);
                orders.add(order);
                name(order, random);
            }
            while (orders.size() > about) {
                forget(orders.remove(random.nextInt(orders.size())));
            }
            look(1 + random.nextInt(ACCOUNTS), "c" + random.nextInt(4 * about));
        }
        for (Order order : orders) {
            order.given.forEach(id -> look(order.account, id));
            assertThat(ids.save(order.entry))
                    .extracting(FirstAnswer::clientOrderId)
                    .isEqualTo(order.given);
        }
        orders.forEach(this::forget);
        answers.clear();
        for (int account = 1; account <= ACCOUNTS; account++) {
            for (int number = 0; number < 4 * about; number++) {
                look(account, "c" + number);
            }
        }
    }

    /** Gives an order another id, unless its account has used that one. */
    private void name(Order order, Random random) {
        String id = "c" + random.nextInt(4 * Math.max(20, orders.size()));
        if (ids.find(order.account, id) != null) {
            return;
        }
        Reply.Accepted answer =
                new Reply.Accepted(order.id, random.nextInt(9), random.nextInt(9), random.nextBoolean());
        order.entry = ids.remember(
                order.account, id, order.entry, order.id, answer.filledLots(), answer.cost(), answer.open());
        order.given.add(id);
        answers.put(order.account + ":" + id, answer);
    }

    private void forget(Order order) {
        ids.forget(order.entry);
        order.given.forEach(id -> answers.remove(order.account + ":" + id));
    }

    private void look(long account, String id) {
        Reply.Accepted answer = answers.get(account + ":" + id);
        ClientIds.Entry entry = ids.find(account, id);
        assertThat(entry != null).isEqualTo(answer != null);
        if (answer != null && entry != null) {
            assertThat(entry.answer()).isEqualTo(answer);
            assertThat(entry.orderId()).isEqualTo(answer.orderId());
        }
    }
}
