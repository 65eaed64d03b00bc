package io.tidemark.connectors.fix;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalReader;
import java.util.List;
import java.util.Optional;

/** Everything durable that happened, from some record on; for one thread. */
public interface CommandLog extends AutoCloseable {
    /**
     * Consecutive commands of a pool, which are one record of the log.
     *
     * @param offset number of records before it, over all pools
     */
    record Page(PoolId pool, long offset, List<LoggedCommand> commands) {}

    /** What comes next; empty when there is nothing yet, and then a later call may find something. */
    Optional<Page> next();

    @Override
    void close();

    /** A log that can be opened where one likes, as long as the records are kept. */
    interface Source {
        /** The offset of the oldest record that is kept. */
        long firstOffset();

        /** One more than the offset of the last record. */
        long endOffset();

        /**
         * Opens the log.
         *
         * @param offset of the record that is read first, from {@link #firstOffset()} to {@link #endOffset()}
         */
        CommandLog from(long offset);

        /** The log in a journal. */
        static Source of(Journal journal) {
            return new Source() {
                @Override
                public long firstOffset() {
                    return journal.firstOffset();
                }

                @Override
                public long endOffset() {
                    return journal.durableOffset();
                }

                @Override
                public CommandLog from(long offset) {
                    return reading(journal.read(offset));
                }
            };
        }

        private static CommandLog reading(JournalReader reader) {
            return new CommandLog() {
                @Override
                public Optional<Page> next() {
                    return reader.next().map(Source::page);
                }

                @Override
                public void close() {
                    reader.close();
                }
            };
        }

        private static Page page(JournalEntry entry) {
            return new Page(PoolId.parse(entry.record().pool()), entry.offset(), PoolLog.decode(entry.record()));
        }
    }
}
