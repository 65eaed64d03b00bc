package io.tidemark.exchange.journal;

import java.util.ArrayList;
import java.util.List;

/** A listener that remembers, and can be waited for. */
public final class Recorded implements DurableListener {
    private static final long PATIENCE_MILLIS = 20_000;

    private final List<JournalEntry> durable = new ArrayList<>();
    private final List<JournalRecord> failed = new ArrayList<>();
    private final List<Throwable> causes = new ArrayList<>();

    @Override
    public synchronized void durable(JournalEntry entry) {
        durable.add(entry);
        notifyAll();
    }

    @Override
    public synchronized void failed(JournalRecord record, Throwable cause) {
        failed.add(record);
        causes.add(cause);
        notifyAll();
    }

    public synchronized List<JournalEntry> durable() {
        return List.copyOf(durable);
    }

    public synchronized List<JournalRecord> durableRecords() {
        return durable.stream().map(JournalEntry::record).toList();
    }

    public synchronized List<JournalRecord> failed() {
        return List.copyOf(failed);
    }

    public synchronized List<Throwable> causes() {
        return List.copyOf(causes);
    }

    /** Returns when so many records are durable or failed. */
    public synchronized Recorded await(int count) {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        try {
            while (durable.size() + failed.size() < count) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new AssertionError("of " + count + " records only " + durable.size() + " became durable and "
                            + failed.size() + " failed");
                }
                wait(left);
            }
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
        return this;
    }
}
