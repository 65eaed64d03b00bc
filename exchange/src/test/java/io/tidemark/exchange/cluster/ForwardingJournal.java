package io.tidemark.exchange.cluster;

import io.tidemark.exchange.journal.CommitListener;
import io.tidemark.exchange.journal.DurableListener;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalReader;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.journal.PoolHead;
import java.util.Optional;
import java.util.Set;

/** A journal in front of another one: what a test does not change is that one's. */
class ForwardingJournal implements Journal {
    final Journal real;

    ForwardingJournal(Journal real) {
        this.real = real;
    }

    @Override
    public void append(JournalRecord record, DurableListener listener) {
        real.append(record, listener);
    }

    @Override
    public long pendingBytes() {
        return real.pendingBytes();
    }

    @Override
    public int maxPayloadBytes() {
        return real.maxPayloadBytes();
    }

    @Override
    public PoolHead takeOver(String pool) {
        return real.takeOver(pool);
    }

    @Override
    public Optional<PoolHead> head(String pool) {
        return real.head(pool);
    }

    @Override
    public Set<String> pools() {
        return real.pools();
    }

    @Override
    public long durableOffset() {
        return real.durableOffset();
    }

    @Override
    public long firstOffset() {
        return real.firstOffset();
    }

    @Override
    public void release(long beforeOffset) {
        real.release(beforeOffset);
    }

    @Override
    public long reservedBytes() {
        return real.reservedBytes();
    }

    @Override
    public void observe(CommitListener listener) {
        real.observe(listener);
    }

    @Override
    public Optional<Throwable> failure() {
        return real.failure();
    }

    @Override
    public JournalReader read(long fromOffset) {
        return real.read(fromOffset);
    }

    @Override
    public void close() {
        real.close();
    }
}
