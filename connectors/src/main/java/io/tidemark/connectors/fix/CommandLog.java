package io.tidemark.connectors.fix;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalReader;
import java.util.List;
import java.util.Optional;

/** Everything durable that happened, from the first command that is kept on; for one thread. */
public interface CommandLog extends AutoCloseable {
    /** Consecutive commands of a pool. */
    record Page(PoolId pool, List<LoggedCommand> commands) {}

    /** What comes next; empty when there is nothing yet, and then a later call may find something. */
    Optional<Page> next();

    @Override
    void close();

    /** The log in a journal. */
    static CommandLog of(Journal journal) {
        JournalReader reader = journal.read(journal.firstOffset());
        return new CommandLog() {
            @Override
            public Optional<Page> next() {
                return reader.next()
                        .map(entry -> new Page(PoolId.parse(entry.record().pool()), PoolLog.decode(entry.record())));
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }
}
