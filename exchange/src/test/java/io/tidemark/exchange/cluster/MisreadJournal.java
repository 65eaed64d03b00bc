package io.tidemark.exchange.cluster;

import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.journal.DurableListener;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalReader;
import io.tidemark.exchange.journal.JournalRecord;
import java.util.Optional;
import java.util.function.BiPredicate;

/** A journal that keeps what it is given, and tells this member something else. */
final class MisreadJournal extends LyingJournal {
    MisreadJournal(Journal real, BiPredicate<String, LoggedCommand> lies) {
        super(real, lies);
    }

    @Override
    public void append(JournalRecord batch, DurableListener listener) {
        real.append(batch, listener);
    }

    @Override
    public JournalReader read(long fromOffset) {
        JournalReader honest = real.read(fromOffset);
        return new JournalReader() {
            @Override
            public Optional<JournalEntry> next() {
                return honest.next().map(entry -> new JournalEntry(entry.offset(), falsified(entry.record())));
            }

            @Override
            public void close() {
                honest.close();
            }
        };
    }
}
