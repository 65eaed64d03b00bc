package io.tidemark.exchange.pool;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which order a client order id stands for, per account. A repetition finds the order instead of making another. */
final class ClientIds {
    // Looked up, never walked: the order of a hash map reaches no output.
    private final Map<Key, Long> orders = new HashMap<>();

    Optional<Long> find(long account, String clientOrderId) {
        return Optional.ofNullable(orders.get(new Key(account, clientOrderId)));
    }

    void remember(long account, String clientOrderId, long orderId) {
        orders.put(new Key(account, clientOrderId), orderId);
    }

    void forget(long account, String clientOrderId) {
        orders.remove(new Key(account, clientOrderId));
    }

    private record Key(long account, String clientOrderId) {}
}
