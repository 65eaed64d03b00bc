package io.tidemark.exchange.lookup;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hash table whose entries know each other, so that it is small beside them: who looks for one touches one place of the
 * table and then the entry itself, which is wanted anyway. Keys are compared by the owner, who walks from {@link #first}.
 */
public final class Slots<E extends Slots.Entry<E>> {
    private static final int FIRST_SLOTS = 64;

    /** An odd number that spreads numbers which ascend over the upper bits of a product. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    /** Of each slot the first entry; at least two slots for each entry, so that few share one. */
    private @Nullable Entry<E>[] first = slots(FIRST_SLOTS);

    private int size;

    /** What lies in a table. It is in one at a time. */
    public interface Entry<E> {
        /** Of its key, evenly spread in the lower bits; the same for as long as it is in. */
        int hash();

        /** The next one of the same slot, or null. */
        @Nullable E nextInSlot();

        void nextInSlot(@Nullable E next);
    }

    /** What an entry whose key is a number may have for a hash. */
    public static int hash(long key) {
        return (int) ((key * SPREAD) >>> 32);
    }

    /** The first of those among which an entry of a hash is, if there is one; null if there is none. */
    public @Nullable E first(int hash) {
        return typed(first[hash & (first.length - 1)]);
    }

    /** Takes an entry in that is not in. */
    public void add(E entry) {
        if (2 * ++size > first.length) {
            grow();
        }
        insert(entry);
    }

    /** Takes an entry out that is in. */
    public void remove(E entry) {
        int slot = entry.hash() & (first.length - 1);
        E before = typed(first[slot]);
        if (before == entry) {
            first[slot] = entry.nextInSlot();
        } else {
            while (before != null && before.nextInSlot() != entry) {
                before = before.nextInSlot();
            }
            if (before == null) {
                throw new IllegalStateException("not in the table");
            }
            before.nextInSlot(entry.nextInSlot());
        }
        entry.nextInSlot(null);
        size--;
    }

    /** All of them, in an order that must reach no output. */
    public List<E> list() {
        List<E> all = new ArrayList<>(size);
        for (@Nullable Entry<E> head : first) {
            for (E entry = typed(head); entry != null; entry = entry.nextInSlot()) {
                all.add(entry);
            }
        }
        return all;
    }

    private void grow() {
        List<E> all = list();
        first = slots(2 * first.length);
        all.forEach(this::insert);
    }

    private void insert(E entry) {
        int slot = entry.hash() & (first.length - 1);
        entry.nextInSlot(typed(first[slot]));
        first[slot] = entry;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <E> @Nullable Entry<E>[] slots(int count) {
        return new @Nullable Entry[count];
    }

    /** Nothing but what was added is in here. */
    @SuppressWarnings("unchecked")
    private @Nullable E typed(@Nullable Entry<E> entry) {
        return (E) entry;
    }
}
