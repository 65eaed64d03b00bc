package io.tidemark.exchange.journal.postgres;

import io.tidemark.exchange.journal.Chain;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalException;
import io.tidemark.exchange.journal.JournalReader;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.journal.PoolHead;
import io.tidemark.exchange.journal.PoolTail;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Moves a journal of one machine into the database of several: every record with its offset and its link, so that heads that
 * were handed out, snapshots and the readers' places stay true.
 *
 * <p>The journal must be written by nobody meanwhile, and no member may have joined the database. A copy that was broken off
 * goes on where it ended, after it has held what is there against the journal; a whole one is only verified.
 */
public final class JournalCopy {
    private static final int MOST_BYTES = 4 << 20;
    private static final int MOST_RECORDS = 2_000;

    private final Journal from;
    private final Map<String, PoolHead> fronts;
    private final JournalDatabase to;
    private final Chain chain = new Chain();
    private final Map<String, PoolTail> tails = new HashMap<>();

    /**
     * @param from whom nobody writes to any more
     * @param fronts for a journal whose first records are not kept: by pool, the head that its first kept record follows,
     *     also of a pool of which none is kept; otherwise empty
     */
    public JournalCopy(Journal from, Map<String, PoolHead> fronts, JournalDatabase to) {
        this.from = from;
        this.fronts = Map.copyOf(fronts);
        this.to = to;
    }

    /**
     * Copies what is not there yet, reads all of it back, and compares the heads.
     *
     * @param progress hears how many records are done, now and then
     * @return how many records the database has
     * @throws JournalException if the database has something else, is in use, or fails; a later run goes on
     */
    public long run(LongConsumer progress) {
        try (Connection connection = to.connect()) {
            tails.clear();
            fronts.forEach((pool, head) -> tails.put(
                    pool,
                    new PoolTail(head.epoch(), head.sequence(), HexFormat.of().parseHex(head.chain()))));
            long done = CopyTables.begin(connection, from.firstOffset(), tails);
            copy(connection, done, progress);
            return verify(connection);
        } catch (SQLException failed) {
            throw new JournalException(
                    "copying into " + to + " was broken off: " + failed.getMessage() + "; run it again, it goes on",
                    failed);
        }
    }

    private void copy(Connection connection, long done, LongConsumer progress) throws SQLException {
        long first = from.firstOffset();
        long end = from.durableOffset();
        if (done > end) {
            throw new JournalException(to + " has records up to offset " + done + " and the journal only up to " + end
                    + ": it is not a copy of it");
        }
        try (JournalReader reader = from.read(first)) {
            while (first < done) {
                first = follow(reader, first).offset() + 1;
            }
            compare(connection, "so far");
            CopyTables.Portion portion = new CopyTables.Portion(first);
            while (first < end) {
                JournalEntry entry = follow(reader, first);
                portion.add(entry.record(), tail(entry.record().pool()).link());
                first++;
                if (first == end || portion.size() == MOST_RECORDS || portion.bytes() > MOST_BYTES) {
                    CopyTables.write(connection, portion, tails);
                    portion = new CopyTables.Portion(first);
                    progress.accept(first - from.firstOffset());
                }
            }
        }
    }

    /** The record at an offset, with its pool's tail moved behind it. */
    private JournalEntry follow(JournalReader reader, long offset) {
        JournalEntry entry = reader.next()
                .filter(found -> found.offset() == offset)
                .orElseThrow(() -> new JournalException("the journal to be copied does not give record " + offset));
        JournalRecord record = entry.record();
        PoolTail before = tail(record.pool());
        String objection = PoolTail.objection(record, before.epoch(), before.sequence());
        if (!objection.isEmpty()) {
            throw new JournalException("record " + offset + " does not follow: " + objection
                    + (before.sequence() == 0 ? "; the front of a journal that was shortened must be given" : ""));
        }
        tails.put(
                record.pool(), new PoolTail(record.epoch(), record.lastSequence(), chain.link(before.link(), record)));
        return entry;
    }

    private PoolTail tail(String pool) {
        return tails.getOrDefault(pool, PoolTail.none());
    }

    private void compare(Connection connection, String when) throws SQLException {
        Map<String, PoolTail> heads = CopyTables.heads(connection);
        if (!heads.keySet().equals(tails.keySet())) {
            throw new JournalException(to + " has " + when + " the pools " + heads.keySet() + " and the journal "
                    + tails.keySet() + ": it is not a copy of it");
        }
        heads.forEach((pool, head) -> {
            PoolTail tail = tail(pool);
            if (head.sequence() != tail.sequence() || !Arrays.equals(head.link(), tail.link())) {
                throw new JournalException("pool " + pool + " ends " + when + " in " + to + " with " + head.head(pool)
                        + " and in the journal with " + tail.head(pool) + ": it is not a copy of it");
            }
        });
    }

    /** Reads every record back, which holds each against the one before it. */
    private long verify(Connection connection) throws SQLException {
        compare(connection, "in the end");
        long records = 0;
        Map<String, PoolTail> read = new HashMap<>();
        try (PostgresJournal copy = PostgresJournal.open(to, PostgresJournalOptions.of("copy"));
                JournalReader reader = copy.read(from.firstOffset())) {
            for (Optional<JournalEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
                JournalRecord record = next.get().record();
                read.put(record.pool(), new PoolTail(record.epoch(), record.lastSequence(), Chain.origin()));
                records++;
            }
        }
        long expected = from.durableOffset() - from.firstOffset();
        if (records != expected) {
            throw new JournalException(to + " has " + records + " records and the journal " + expected);
        }
        read.forEach((pool, last) -> {
            if (last.sequence() != tail(pool).sequence()) {
                throw new JournalException("pool " + pool + " ends at sequence " + last.sequence()
                        + " in the records of " + to + " and at " + tail(pool).sequence() + " in the journal");
            }
        });
        return records;
    }
}
