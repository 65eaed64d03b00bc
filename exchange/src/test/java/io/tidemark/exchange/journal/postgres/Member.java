package io.tidemark.exchange.journal.postgres;

import io.tidemark.exchange.journal.DurableListener;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalReader;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.journal.PoolHead;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A member of a cluster as the journal sees one: it takes pools over and appends to them. For one thread. */
final class Member implements AutoCloseable {
    private final PostgresJournal journal;
    private final Map<String, PoolHead> owned = new HashMap<>();

    Member(JournalDatabase database, String name) {
        this(database, new PostgresJournalOptions(name, 128L << 20, Duration.ofSeconds(5)));
    }

    Member(JournalDatabase database, PostgresJournalOptions options) {
        journal = PostgresJournal.open(database, options);
    }

    PostgresJournal journal() {
        return journal;
    }

    long takeOver(String pool) {
        PoolHead head = journal.takeOver(pool);
        owned.put(pool, head);
        return head.epoch();
    }

    /** Appends a record that says who wrote it, behind what this member believes to be the pool's last one. */
    JournalRecord append(String pool, DurableListener listener, int payloadBytes) {
        PoolHead head = Objects.requireNonNull(owned.get(pool));
        long sequence = head.sequence() + 1;
        byte[] payload = new byte[Math.max(16, payloadBytes)];
        ByteBuffer.wrap(payload).putLong(head.epoch()).putLong(sequence);
        JournalRecord record = new JournalRecord(pool, head.epoch(), sequence, sequence, sequence, payload);
        journal.append(record, listener);
        owned.put(pool, new PoolHead(pool, head.epoch(), sequence, ""));
        return record;
    }

    JournalRecord append(String pool, DurableListener listener) {
        return append(pool, listener, 40);
    }

    static List<JournalEntry> all(Journal journal) {
        return all(journal.read(0));
    }

    static List<JournalEntry> all(JournalReader from) {
        List<JournalEntry> found = new ArrayList<>();
        try (from) {
            for (Optional<JournalEntry> next = from.next(); next.isPresent(); next = from.next()) {
                found.add(next.get());
            }
        }
        return found;
    }

    @Override
    public void close() {
        journal.close();
    }
}
