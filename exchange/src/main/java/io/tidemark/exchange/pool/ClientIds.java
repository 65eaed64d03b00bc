package io.tidemark.exchange.pool;

import io.tidemark.exchange.pool.OrdersSnapshot.FirstAnswer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was answered to a client order id, per account. A repetition gets that answer again instead of making another
 * order; firm orders and spot bids share the ids. An empty one is nobody's, and not remembered.
 *
 * <p>A hash table in plain arrays, whose entries are used again when they are forgotten.
 */
final class ClientIds {
    /** No entry. */
    static final int NONE = -1;

    private static final int FIRST_ROOM = 64;

    /** By hash, the first entry of its chain. */
    private int[] heads = filled(FIRST_ROOM);

    private int[] next = filled(FIRST_ROOM);
    private int[] nextOfOrder = filled(FIRST_ROOM);
    private @Nullable String[] ids = new @Nullable String[FIRST_ROOM];
    private long[] accounts = new long[FIRST_ROOM];
    private long[] orderIds = new long[FIRST_ROOM];
    private long[] filledLots = new long[FIRST_ROOM];
    private long[] costs = new long[FIRST_ROOM];
    private boolean[] open = new boolean[FIRST_ROOM];

    /** How many entries were ever in use, and the first of those that are free again. */
    private int used;

    private int free = NONE;

    /** The entry of an id, or {@link #NONE}. */
    int find(long account, String clientOrderId) {
        if (clientOrderId.isEmpty()) {
            return NONE;
        }
        int entry = heads[bucket(account, clientOrderId)];
        while (entry != NONE && (accounts[entry] != account || !clientOrderId.equals(ids[entry]))) {
            entry = next[entry];
        }
        return entry;
    }

    /** What was answered when an id came first. */
    Reply.Accepted answer(int entry) {
        return new Reply.Accepted(orderIds[entry], filledLots[entry], costs[entry], open[entry]);
    }

    long orderId(int entry) {
        return orderIds[entry];
    }

    /**
     * Remembers an answer.
     *
     * @param behind the entry of another id of the same order, or {@link #NONE}
     * @return the entry to forget the order's ids by
     */
    int remember(
            long account, String clientOrderId, int behind, long orderId, long lots, long cost, boolean stillOpen) {
        if (clientOrderId.isEmpty()) {
            return behind;
        }
        int entry = take();
        int bucket = bucket(account, clientOrderId);
        next[entry] = heads[bucket];
        heads[bucket] = entry;
        nextOfOrder[entry] = behind;
        ids[entry] = clientOrderId;
        accounts[entry] = account;
        orderIds[entry] = orderId;
        filledLots[entry] = lots;
        costs[entry] = cost;
        open[entry] = stillOpen;
        return entry;
    }

    /** Forgets an entry and all that were remembered before it for the same order. */
    void forget(int first) {
        int entry = first;
        while (entry != NONE) {
            int older = nextOfOrder[entry];
            unlink(entry);
            next[entry] = free;
            ids[entry] = null;
            free = entry;
            entry = older;
        }
    }

    /** What the ids of an order were answered with, the first one first. */
    List<FirstAnswer> save(int last) {
        List<FirstAnswer> answers = new ArrayList<>();
        for (int entry = last; entry != NONE; entry = nextOfOrder[entry]) {
            String id = Objects.requireNonNull(ids[entry], "an id that was forgotten");
            answers.add(new FirstAnswer(id, filledLots[entry], costs[entry], open[entry]));
        }
        Collections.reverse(answers);
        return answers;
    }

    /** Remembers all of them again. */
    int load(long account, long orderId, List<FirstAnswer> answers) {
        int last = NONE;
        for (FirstAnswer answer : answers) {
            last = remember(
                    account, answer.clientOrderId(), last, orderId, answer.filledLots(), answer.cost(), answer.open());
        }
        return last;
    }

    private void unlink(int entry) {
        String id = ids[entry];
        int bucket = bucket(accounts[entry], id == null ? "" : id);
        if (heads[bucket] == entry) {
            heads[bucket] = next[entry];
            return;
        }
        int before = heads[bucket];
        while (next[before] != entry) {
            before = next[before];
        }
        next[before] = next[entry];
    }

    private int take() {
        if (free != NONE) {
            int entry = free;
            free = next[entry];
            return entry;
        }
        if (used == next.length) {
            grow();
        }
        return used++;
    }

    private void grow() {
        int room = 2 * used;
        next = Arrays.copyOf(next, room);
        nextOfOrder = Arrays.copyOf(nextOfOrder, room);
        ids = Arrays.copyOf(ids, room);
        accounts = Arrays.copyOf(accounts, room);
        orderIds = Arrays.copyOf(orderIds, room);
        filledLots = Arrays.copyOf(filledLots, room);
        costs = Arrays.copyOf(costs, room);
        open = Arrays.copyOf(open, room);
        heads = filled(room);
        for (int entry = 0; entry < used; entry++) {
            String id = ids[entry];
            if (id != null) {
                int bucket = bucket(accounts[entry], id);
                next[entry] = heads[bucket];
                heads[bucket] = entry;
            }
        }
    }

    private int bucket(long account, String id) {
        int hash = id.hashCode() * 31 + Long.hashCode(account * 0x9E3779B97F4A7C15L);
        return (hash ^ (hash >>> 16)) & (heads.length - 1);
    }

    private static int[] filled(int room) {
        int[] none = new int[room];
        Arrays.fill(none, NONE);
        return none;
    }
}
