package io.tidemark.exchange.cluster;

import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalReader;

/** A journal that has let go of exactly what it was asked to. */
final class ReleasedJournal extends ForwardingJournal {
    private volatile long first;

    ReleasedJournal(Journal real) {
        super(real);
    }

    @Override
    public long firstOffset() {
        return first;
    }

    @Override
    public void release(long beforeOffset) {
        if (beforeOffset < first || beforeOffset > durableOffset()) {
            throw new IllegalArgumentException("cannot release up to " + beforeOffset);
        }
        first = beforeOffset;
    }

    @Override
    public JournalReader read(long fromOffset) {
        if (fromOffset < first) {
            throw new IllegalArgumentException("record " + fromOffset + " is not kept any more");
        }
        return super.read(fromOffset);
    }
}
