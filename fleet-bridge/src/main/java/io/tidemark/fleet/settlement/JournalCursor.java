package io.tidemark.fleet.settlement;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the journal command by command. A record is a batch of commands, and may be larger than a transaction should be. */
final class JournalCursor implements AutoCloseable {
    private final Journal journal;
    /** Commands of the last record that was read and not given out yet. */
    private final Deque<Read> ahead = new ArrayDeque<>();

    private @Nullable JournalReader reader;
    private Position position = Position.START;

    JournalCursor(Journal journal) {
        this.journal = journal;
    }

    /**
     * A command and where the reader stands after it.
     *
     * @param after what to seek in order to continue behind it
     */
    record Read(PoolId pool, LoggedCommand command, Position after) {}

    /** Goes to a position; nothing happens if it stands there. */
    void seek(Position to) {
        if (reader != null && position.equals(to)) {
            return;
        }
        close();
        reader = journal.read(to.recordOffset());
        position = to;
    }

    /** The next durable command, if there is one. */
    Optional<Read> next() {
        while (ahead.isEmpty()) {
            Optional<JournalEntry> entry = open().next();
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            load(entry.get());
        }
        Read read = ahead.removeFirst();
        position = read.after();
        return Optional.of(read);
    }

    private JournalReader open() {
        if (reader == null) {
            throw new IllegalStateException("seek first");
        }
        return reader;
    }

    private void load(JournalEntry entry) {
        PoolId pool = PoolId.parse(entry.record().pool());
        List<LoggedCommand> commands = PoolLog.decode(entry.record());
        long taken = entry.offset() == position.recordOffset() ? position.sequence() : 0;
        for (LoggedCommand command : commands) {
            if (command.sequence() > taken) {
                boolean last = command.sequence() == entry.record().lastSequence();
                Position after =
                        last ? new Position(entry.offset() + 1, 0) : new Position(entry.offset(), command.sequence());
                ahead.addLast(new Read(pool, command, after));
            }
        }
    }

    @Override
    public void close() {
        ahead.clear();
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
