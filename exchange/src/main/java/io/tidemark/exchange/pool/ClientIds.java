package io.tidemark.exchange.pool;

import io.tidemark.exchange.lookup.Slots;
import io.tidemark.exchange.pool.OrdersSnapshot.FirstAnswer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was answered to a client order id, per account. A repetition gets that answer again instead of making another
 * order; firm orders and spot bids share the ids. An empty one is nobody's, and not remembered.
 *
 * <p>What is known of an id is used again when it is forgotten.
 */
final class ClientIds {
    private static final String NONE = "";

    private final Slots<Entry> entries = new Slots<>();

    /** The first of those that may be used again. */
    private @Nullable Entry spare;

    /** An id and its answer. */
    static final class Entry implements Slots.Entry<Entry> {
        private int hash;
        private long account;
        private String id = "";

        private long orderId;
        private long filledLots;
        private long cost;
        private boolean open;

        /** What the same order was called before; of a spare one, the next spare one. */
        private @Nullable Entry older;

        private @Nullable Entry nextInSlot;

        private Entry() {}

        private boolean isOf(long whose, int itsHash, String clientOrderId) {
            return hash == itsHash && account == whose && id.equals(clientOrderId);
        }

        @Override
        public int hash() {
            return hash;
        }

        @Override
        public @Nullable Entry nextInSlot() {
            return nextInSlot;
        }

        @Override
        public void nextInSlot(@Nullable Entry next) {
            nextInSlot = next;
        }

        long orderId() {
            return orderId;
        }

        /** What was answered when the id came first. */
        Reply.Accepted answer() {
            return new Reply.Accepted(orderId, filledLots, cost, open);
        }
    }

    /**
     * What is known of an id, or null.
     *
     * @param clientOrderId as {@link #given} says it
     */
    @Nullable Entry find(long account, @Nullable String clientOrderId) {
        if (clientOrderId == null) {
            return null;
        }
        int hash = hash(account, clientOrderId);
        Entry entry = entries.first(hash);
        while (entry != null && !entry.isOf(account, hash, clientOrderId)) {
            entry = entry.nextInSlot;
        }
        return entry;
    }

    /**
     * Remembers an answer.
     *
     * @param clientOrderId as {@link #given} says it
     * @param older what another id of the same order is known by, or null
     * @return what to forget the order's ids by
     */
    @Nullable Entry remember(
            long account,
            @Nullable String clientOrderId,
            @Nullable Entry older,
            long orderId,
            long lots,
            long cost,
            boolean stillOpen) {
        if (clientOrderId == null) {
            return older;
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
        entries.add(entry);
        return entry;
    }

    /** Forgets an id and all that were remembered before it for the same order. */
    void forget(@Nullable Entry newest) {
        for (Entry entry = newest; entry != null; ) {
            Entry older = entry.older;
            entries.remove(entry);
            entry.id = "";
            entry.older = spare;
            spare = entry;
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
                    given(answer.clientOrderId()),
                    newest,
                    orderId,
                    answer.filledLots(),
                    answer.cost(),
                    answer.open());
        }
        return newest;
    }

    private Entry take() {
        Entry entry = spare;
        if (entry == null) {
            return new Entry();
        }
        spare = entry.older;
        return entry;
    }

    /**
     * An id as it was given, or null where none was. It asks for the hash before it looks at the letters: a text keeps the
     * one beside it, and the others elsewhere. And before that, whether it is the one empty text of the program's own.
     */
    @SuppressWarnings("ReferenceEquality")
    static @Nullable String given(String id) {
        return id == NONE || (id.hashCode() == 0 && id.isEmpty()) ? null : id;
    }

    private static int hash(long account, String id) {
        int hash = id.hashCode() * 31 + Long.hashCode(account * 0x9E37_79B9_7F4A_7C15L);
        return hash ^ (hash >>> 15);
    }
}
