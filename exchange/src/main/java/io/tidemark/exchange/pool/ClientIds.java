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
 * <p>A hash table in plain arrays. A slot has the hash beside the number of the entry, so that a search touches one slot and
 * nothing else when an id is new; entries are used again when they are forgotten.
 */
final class ClientIds {
    /** No entry. */
    static final int NONE = -1;

    private static final int FIRST_ROOM = 64;
    private static final long EMPTY = -1;
    private static final long ENTRY = 0xFFFF_FFFFL;

    /** Twice as many as entries; the hash in the upper half, the entry in the lower. */
    private long[] slots = empty(2 * FIRST_ROOM);

    private int[] nextOfOrder = new int[FIRST_ROOM];

    /** Kept, so that nothing of an id has to be read again when it is forgotten. */
    private int[] hashes = new int[FIRST_ROOM];

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
        if (isNone(clientOrderId)) {
            return NONE;
        }
        int hash = hash(account, clientOrderId);
        for (int at = hash & (slots.length - 1); slots[at] != EMPTY; at = (at + 1) & (slots.length - 1)) {
            int entry = (int) (slots[at] & ENTRY);
            if ((int) (slots[at] >>> 32) == hash && accounts[entry] == account && clientOrderId.equals(ids[entry])) {
                return entry;
            }
        }
        return NONE;
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
        if (isNone(clientOrderId)) {
            return behind;
        }
        int entry = take();
        int hash = hash(account, clientOrderId);
        hashes[entry] = hash;
        nextOfOrder[entry] = behind;
        ids[entry] = clientOrderId;
        accounts[entry] = account;
        orderIds[entry] = orderId;
        filledLots[entry] = lots;
        costs[entry] = cost;
        open[entry] = stillOpen;
        insert(hash, entry);
        return entry;
    }

    /** Forgets an entry and all that were remembered before it for the same order. */
    void forget(int first) {
        int entry = first;
        while (entry != NONE) {
            int older = nextOfOrder[entry];
            remove(entry);
            ids[entry] = null;
            nextOfOrder[entry] = free;
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

    private void insert(int hash, int entry) {
        int at = hash & (slots.length - 1);
        while (slots[at] != EMPTY) {
            at = (at + 1) & (slots.length - 1);
        }
        slots[at] = ((long) hash << 32) | entry;
    }

    /** Empties the slot of an entry; those behind it that would not be found any more move up. */
    private void remove(int entry) {
        int mask = slots.length - 1;
        int gap = hashes[entry] & mask;
        while ((int) (slots[gap] & ENTRY) != entry) {
            gap = (gap + 1) & mask;
        }
        for (int at = (gap + 1) & mask; slots[at] != EMPTY; at = (at + 1) & mask) {
            int home = (int) (slots[at] >>> 32) & mask;
            boolean reachesOverTheGap = ((at - home) & mask) >= ((at - gap) & mask);
            if (reachesOverTheGap) {
                slots[gap] = slots[at];
                gap = at;
            }
        }
        slots[gap] = EMPTY;
    }

    private int take() {
        if (free != NONE) {
            int entry = free;
            free = nextOfOrder[entry];
            return entry;
        }
        if (used == ids.length) {
            grow();
        }
        return used++;
    }

    private void grow() {
        int room = 2 * used;
        nextOfOrder = Arrays.copyOf(nextOfOrder, room);
        hashes = Arrays.copyOf(hashes, room);
        ids = Arrays.copyOf(ids, room);
        accounts = Arrays.copyOf(accounts, room);
        orderIds = Arrays.copyOf(orderIds, room);
        filledLots = Arrays.copyOf(filledLots, room);
        costs = Arrays.copyOf(costs, room);
        open = Arrays.copyOf(open, room);
        long[] before = slots;
        slots = empty(2 * room);
        for (long slot : before) {
            if (slot != EMPTY) {
                insert((int) (slot >>> 32), (int) (slot & ENTRY));
            }
        }
    }

    /** Asks for the hash first: a text keeps its own beside it, and its letters elsewhere. */
    private static boolean isNone(String id) {
        return id.hashCode() == 0 && id.isEmpty();
    }

    private static int hash(long account, String id) {
        int hash = id.hashCode() * 31 + Long.hashCode(account * 0x9E37_79B9_7F4A_7C15L);
        // Never all ones with an entry of all ones: that would be an empty slot.
        return (hash ^ (hash >>> 15)) & Integer.MAX_VALUE;
    }

    private static long[] empty(int room) {
        long[] slots = new long[room];
        Arrays.fill(slots, EMPTY);
        return slots;
    }
}
