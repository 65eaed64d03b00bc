package io.tidemark.exchange.pool;

import io.tidemark.exchange.pool.OrdersSnapshot.FirstAnswer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was answered to a client order id, per account. A repetition gets that answer again instead of making another
 * order; firm orders and spot bids share the ids. An empty one is nobody's, and not remembered.
 *
 * <p>A hash table whose hashes lie beside each other, so that a search for an id that is new touches nothing else. What is
 * known of an id lies together, and is used again when it is forgotten.
 */
final class ClientIds {
    private static final int FIRST_SLOTS = 128;

    /** The hash of a slot without an entry. */
    private static final int EMPTY = -1;

    /** More than two slots for each entry, so that searches are short. */
    private int[] hashes = new int[FIRST_SLOTS];

    private @Nullable Entry[] entries = new @Nullable Entry[FIRST_SLOTS];
    private int size;

    /** The first of those that may be used again. */
    private @Nullable Entry spare;

    ClientIds() {
        Arrays.fill(hashes, EMPTY);
    }

    /** An id and its answer. */
    static final class Entry {
        private int hash;
        private long account;
        private String id = "";

        private long orderId;
        private long filledLots;
        private long cost;
        private boolean open;

        /** What the same order was called before; of a spare one, the next spare one. */
        private @Nullable Entry older;

        private Entry() {}

        long orderId() {
            return orderId;
        }

        /** What was answered when the id came first. */
        Reply.Accepted answer() {
            return new Reply.Accepted(orderId, filledLots, cost, open);
        }
    }

    /** What is known of an id, or null. */
    @Nullable Entry find(long account, String clientOrderId) {
        if (isNone(clientOrderId)) {
            return null;
        }
        int hash = hash(account, clientOrderId);
        for (int at = home(hash); hashes[at] != EMPTY; at = next(at)) {
            Entry entry = entries[at];
            if (hashes[at] == hash && entry != null && entry.account == account && clientOrderId.equals(entry.id)) {
                return entry;
            }
        }
        return null;
    }

    /**
     * Remembers an answer.
     *
     * @param older what another id of the same order is known by, or null
     * @return what to forget the order's ids by
     */
    @Nullable Entry remember(
            long account,
            String clientOrderId,
            @Nullable Entry older,
            long orderId,
            long lots,
            long cost,
            boolean stillOpen) {
        if (isNone(clientOrderId)) {
            return older;
        }
        if (2 * ++size > hashes.length) {
            grow();
        }
        Entry entry = take();
        entry.hash = hash(account, clientOrderId);
        entry.account = account;
        entry.id = clientOrderId;
        entry.orderId = orderId;
        entry.filledLots = lots;
        entry.cost = cost;
        entry.open = stillOpen;
        entry.older = older;
        insert(entry);
        return entry;
    }

    /** Forgets an id and all that were remembered before it for the same order. */
    void forget(@Nullable Entry newest) {
        for (Entry entry = newest; entry != null; ) {
            Entry older = entry.older;
            remove(entry);
            entry.id = "";
            entry.older = spare;
            spare = entry;
            size--;
            entry = older;
        }
    }

    /** What the ids of an order were answered with, the first one first. */
    List<FirstAnswer> save(@Nullable Entry newest) {
        List<FirstAnswer> answers = new ArrayList<>();
        for (Entry entry = newest; entry != null; entry = entry.older) {
            answers.add(new FirstAnswer(entry.id, entry.filledLots, entry.cost, entry.open));
        }
        Collections.reverse(answers);
        return answers;
    }

    /** Remembers all of them again. */
    @Nullable Entry load(long account, long orderId, List<FirstAnswer> answers) {
        Entry newest = null;
        for (FirstAnswer answer : answers) {
            newest = remember(
                    account,
                    answer.clientOrderId(),
                    newest,
                    orderId,
                    answer.filledLots(),
                    answer.cost(),
                    answer.open());
        }
        return newest;
    }

    private void insert(Entry entry) {
        int at = home(entry.hash);
        while (hashes[at] != EMPTY) {
            at = next(at);
        }
        hashes[at] = entry.hash;
        entries[at] = entry;
    }

    /** Empties the slot of an entry; those behind it that would not be found any more move up. */
    private void remove(Entry entry) {
        int gap = home(entry.hash);
        while (entries[gap] != entry) {
            gap = next(gap);
        }
        int mask = hashes.length - 1;
        for (int at = next(gap); hashes[at] != EMPTY; at = next(at)) {
            boolean reachesOverTheGap = ((at - home(hashes[at])) & mask) >= ((at - gap) & mask);
            if (reachesOverTheGap) {
                hashes[gap] = hashes[at];
                entries[gap] = entries[at];
                gap = at;
            }
        }
        hashes[gap] = EMPTY;
        entries[gap] = null;
    }

    private Entry take() {
        Entry entry = spare;
        if (entry == null) {
            return new Entry();
        }
        spare = entry.older;
        return entry;
    }

    private void grow() {
        @Nullable Entry[] before = entries;
        hashes = new int[2 * before.length];
        Arrays.fill(hashes, EMPTY);
        entries = new @Nullable Entry[2 * before.length];
        for (Entry entry : before) {
            if (entry != null) {
                insert(entry);
            }
        }
    }

    private int home(int hash) {
        return hash & (hashes.length - 1);
    }

    private int next(int slot) {
        return (slot + 1) & (hashes.length - 1);
    }

    /** Asks for the hash first: a text keeps its own beside it, and its letters elsewhere. */
    private static boolean isNone(String id) {
        return id.hashCode() == 0 && id.isEmpty();
    }

    /** Never negative, and so never that of an empty slot. */
    private static int hash(long account, String id) {
        int hash = id.hashCode() * 31 + Long.hashCode(account * 0x9E37_79B9_7F4A_7C15L);
        return (hash ^ (hash >>> 15)) & Integer.MAX_VALUE;
    }
}
