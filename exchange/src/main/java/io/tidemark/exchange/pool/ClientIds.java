package io.tidemark.exchange.pool;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was answered to a client order id, per account. A repetition gets that answer again instead of making another
 * order; firm orders and spot bids share the ids.
 */
final class ClientIds {
    // Looked up, never walked: the order of a hash map reaches no output.
    private final Map<Key, Reply.Accepted> answers = new HashMap<>();

    Optional<Reply.Accepted> find(long account, String clientOrderId) {
        return Optional.ofNullable(answers.get(new Key(account, clientOrderId)));
    }

    void remember(long account, String clientOrderId, Reply.Accepted first) {
        answers.put(new Key(account, clientOrderId), first);
    }

    void forget(long account, String clientOrderId) {
        answers.remove(new Key(account, clientOrderId));
    }

    private record Key(long account, String clientOrderId) {}
}
