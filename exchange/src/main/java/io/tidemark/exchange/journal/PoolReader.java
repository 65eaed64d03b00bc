package io.tidemark.exchange.journal;

import java.util.Optional;

/** Reads the records of one pool and passes over the others. */
final class PoolReader implements JournalReader {
    private final JournalReader all;
    private final String pool;

    PoolReader(JournalReader all, String pool) {
        this.all = all;
        this.pool = pool;
    }

    @Override
    public Optional<JournalEntry> next() {
        Optional<JournalEntry> entry = all.next();
        while (entry.isPresent() && !entry.get().record().pool().equals(pool)) {
            entry = all.next();
        }
        return entry;
    }

    @Override
    public void close() {
        all.close();
    }
}
