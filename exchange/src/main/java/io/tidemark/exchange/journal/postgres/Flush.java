package io.tidemark.exchange.journal.postgres;

import io.tidemark.exchange.journal.Chain;
import io.tidemark.exchange.journal.DurableListener;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.journal.PoolTail;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Records that go to the server in one transaction, and where each of their pools ends before and after them. */
final class Flush {
    /** A record that waits. Its listener hears once, whatever is found out twice. */
    static final class Pending {
        private final JournalRecord record;
        private final DurableListener listener;
        private final Tenure tenure;
        private final int size;
        private boolean told;

        /** @param size in bytes, with what a record costs besides its payload */
        Pending(JournalRecord record, DurableListener listener, Tenure tenure, int size) {
            this.record = record;
            this.listener = listener;
            this.tenure = tenure;
            this.size = size;
        }

        JournalRecord record() {
            return record;
        }

        DurableListener listener() {
            return listener;
        }

        Tenure tenure() {
            return tenure;
        }

        int size() {
            return size;
        }

        /** Whether it is for the caller to tell the listener now. */
        boolean tellNow() {
            boolean first = !told;
            told = true;
            return first;
        }
    }

    /** A record that goes along. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Item(Pending pending, Part part, byte[] link) {
        JournalRecord record() {
            return pending.record();
        }
    }

    /** What the flush does to one pool. */
    static final class Part {
        private final Tenure tenure;
        private final PoolTail before;
        private final long firstSequence;
        private PoolTail after;
        private long firstOfLast;

        private Part(Tenure tenure, JournalRecord first) {
            this.tenure = tenure;
            this.before = tenure.durable();
            this.after = before;
            this.firstSequence = first.firstSequence();
        }

        Tenure tenure() {
            return tenure;
        }

        PoolTail before() {
            return before;
        }

        PoolTail after() {
            return after;
        }

        /** First sequence of the first record. */
        long firstSequence() {
            return firstSequence;
        }

        /** First sequence of the last record. */
        long firstOfLast() {
            return firstOfLast;
        }

        private void add(JournalRecord record, byte[] link) {
            after = new PoolTail(record.epoch(), record.lastSequence(), link);
            firstOfLast = record.firstSequence();
        }
    }

    /** By name, which is the order in which the server locks them. */
    private final TreeMap<String, Part> parts = new TreeMap<>();

    private final List<Item> items = new ArrayList<>();
    private long bytes;

    /** Whether a record can go along: a pool has one owner's records in a flush. */
    boolean takes(Pending next) {
        Part part = parts.get(next.tenure().pool());
        return part == null || part.tenure == next.tenure();
    }

    /** Why the record cannot be next of its pool; empty if it can. */
    String objection(Pending next) {
        Part part = parts.get(next.tenure().pool());
        PoolTail tail = part == null ? next.tenure().durable() : part.after;
        return PoolTail.objection(next.record(), tail.epoch(), tail.sequence());
    }

    void add(Pending next, Chain chain) {
        JournalRecord record = next.record();
        Part part = parts.computeIfAbsent(record.pool(), pool -> new Part(next.tenure(), record));
        byte[] link = chain.link(part.after.link(), record);
        part.add(record, link);
        items.add(new Item(next, part, link));
        bytes += next.size();
    }

    /** The same with some of its pools only. */
    Flush only(Predicate<Part> wanted) {
        Flush some = new Flush();
        parts.values().stream().filter(wanted).forEach(part -> some.parts.put(part.tenure.pool(), part));
        for (Item item : items) {
            if (wanted.test(item.part())) {
                some.items.add(item);
                some.bytes += item.pending().size();
            }
        }
        return some;
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    /** Of the records, with what they cost besides their payloads. */
    long bytes() {
        return bytes;
    }

    /** The records in the order of appending. */
    List<Item> items() {
        return items;
    }

    /** In the order of the pools' names. */
    List<Part> parts() {
        return List.copyOf(parts.values());
    }
}
