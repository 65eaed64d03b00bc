package io.tidemark.exchange.cluster;

import io.tidemark.exchange.journal.CommitListener;
import io.tidemark.exchange.journal.DurableListener;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalReader;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.journal.PoolHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A journal whose disk does nothing until it is told to: what was appended stays undecided. */
final class HeldJournal implements Journal {
    private record Pending(JournalRecord record, DurableListener listener) {}

    private final List<Pending> pending = new ArrayList<>();
    private final Semaphore appended = new Semaphore(0);
    private boolean flows;
    private long offset;

    /** From now on everything is durable at once. */
    synchronized void flow() {
        flows = true;
        sync();
    }

    /** What has been appended is durable. */
    synchronized void sync() {
        for (Pending each : pending) {
            each.listener().durable(new JournalEntry(offset++, each.record()));
        }
        pending.clear();
    }

    /** What has been appended is lost. */
    synchronized void fail(Throwable cause) {
        pending.forEach(each -> each.listener().failed(each.record(), cause));
        pending.clear();
    }

    /** Waits until one more record has been appended. */
    void awaitAppended() throws InterruptedException {
        if (!appended.tryAcquire(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("nothing was appended");
        }
    }

    @Override
    public synchronized void append(JournalRecord record, DurableListener listener) {
        pending.add(new Pending(record, listener));
        appended.release();
        if (flows) {
            sync();
        }
    }

    @Override
    public long pendingBytes() {
        return 0;
    }

    @Override
    public int maxPayloadBytes() {
        return Integer.MAX_VALUE;
    }

    @Override
    public PoolHead takeOver(String pool) {
        throw new UnsupportedOperationException("a sequencer is given its epoch");
    }

    @Override
    public Optional<PoolHead> head(String pool) {
        return Optional.empty();
    }

    @Override
    public long durableOffset() {
        return offset;
    }

    @Override
    public long reservedBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public void observe(CommitListener listener) {
        // Nobody measures it.
    }

    @Override
    public Optional<Throwable> failure() {
        return Optional.empty();
    }

    @Override
    public JournalReader read(long fromOffset) {
        throw new UnsupportedOperationException("nobody reads it");
    }

    @Override
    public void close() {
        // It has nothing.
    }
}
