package io.tidemark.exchange.journal.postgres;

import io.tidemark.exchange.journal.Chain;
import io.tidemark.exchange.journal.JournalCorruptedException;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalException;
import io.tidemark.exchange.journal.JournalReader;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.journal.PoolTail;
import io.tidemark.exchange.journal.RecordsReleasedException;
import io.tidemark.exchange.journal.postgres.Tables.Row;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows the records of all pools or of one, a bounded number at a time. Every record is held against the one before it:
 * sequence, epoch and link.
 *
 * <p>At the end it asks again not before a few milliseconds have passed, unless this member knows of more.
 */
final class TableReader implements JournalReader {
    private static final long POLL_NANOS = 5_000_000;

    private final Line line;
    private final Duration patience;
    private final Delivery delivery;
    private final @Nullable String pool;
    private final Chain chain = new Chain();
    private final Map<String, PoolTail> tails = new HashMap<>();
    private final Deque<Row> fetched = new ArrayDeque<>();
    /** Of the next record that is given out, or may be. */
    private long offset;
    /** Nothing was found below this offset, at the time of the last empty answer. */
    private long emptyUpTo = -1;

    private long askAgainAt;
    private boolean closed;

    TableReader(
            JournalDatabase database, Duration patience, Delivery delivery, @Nullable String pool, long fromOffset) {
        this.line = new Line(database);
        this.patience = patience;
        this.delivery = delivery;
        this.pool = pool;
        this.offset = fromOffset;
    }

    @Override
    public Optional<JournalEntry> next() {
        if (closed) {
            throw new IllegalStateException("the reader is closed");
        }
        if (fetched.isEmpty() && worthAsking()) {
            fetch();
        }
        Row row = fetched.peekFirst();
        if (row == null) {
            return Optional.empty();
        }
        verify(row);
        fetched.removeFirst();
        offset = row.offset() + 1;
        return Optional.of(new JournalEntry(row.offset(), row.record()));
    }

    private boolean worthAsking() {
        return delivery.knownOffset() > emptyUpTo || System.nanoTime() - askAgainAt >= 0;
    }

    private void fetch() {
        long known = delivery.knownOffset();
        try {
            fetched.addAll(line.askAgain(connection -> Tables.rows(connection, pool, offset), patience));
        } catch (SQLException failed) {
            throw new JournalException(
                    "cannot read the journal from record " + offset + " on: " + failed.getMessage(), failed);
        }
        if (fetched.isEmpty()) {
            emptyUpTo = known;
            askAgainAt = System.nanoTime() + POLL_NANOS;
        } else {
            delivery.heardOf(fetched.getLast().offset() + 1);
        }
    }

    private void verify(Row row) {
        JournalRecord record = row.record();
        if (pool == null && row.offset() != offset) {
            throw missing(row.offset());
        }
        PoolTail tail = tails.get(record.pool());
        if (tail == null) {
            tail = tailBefore(row);
        }
        String objection = PoolTail.objection(record, tail.epoch(), tail.sequence());
        if (!objection.isEmpty()) {
            throw contradiction(row, objection);
        }
        if (!Arrays.equals(row.link(), chain.link(tail.link(), record))) {
            throw new JournalCorruptedException(
                    Tables.RECORDS,
                    row.offset(),
                    "pool " + record.pool() + " sequence " + record.firstSequence() + " to " + record.lastSequence()
                            + " does not follow from the records before it: the chain is broken");
        }
        tails.put(record.pool(), new PoolTail(record.epoch(), record.lastSequence(), row.link()));
    }

    private PoolTail tailBefore(Row row) {
        try {
            PoolTail tail = line.askAgain(
                    connection -> Tables.tailBefore(connection, row.record().pool(), row.offset()), patience);
            if (tail.sequence() >= row.record().firstSequence()) {
                requireKept(row.offset());
            }
            return tail;
        } catch (SQLException failed) {
            throw new JournalException(
                    "cannot read what record " + row.offset() + " follows: " + failed.getMessage(), failed);
        }
    }

    private JournalException contradiction(Row row, String objection) {
        try {
            // A reader of one pool does not see by the offsets that others are gone.
            requireKept(offset);
            return new JournalCorruptedException(Tables.RECORDS, row.offset(), objection);
        } catch (SQLException failed) {
            return new JournalException("cannot verify record " + row.offset() + ": " + failed.getMessage(), failed);
        }
    }

    /** What a record followed is only known as long as the record is kept; it may have been let go since it was fetched. */
    private void requireKept(long wanted) throws SQLException {
        long first = line.askAgain(Tables::firstOffset, patience);
        if (first > wanted) {
            throw new RecordsReleasedException(wanted, first);
        }
    }

    private JournalException missing(long found) {
        try {
            long first = line.askAgain(Tables::firstOffset, patience);
            return first > offset
                    ? new RecordsReleasedException(offset, first)
                    : new JournalCorruptedException(Tables.RECORDS, offset, "it is missing, the next one is " + found);
        } catch (SQLException failed) {
            return new JournalException("cannot find record " + offset + ": " + failed.getMessage(), failed);
        }
    }

    @Override
    public void close() {
        closed = true;
        line.close();
    }
}
