package io.tidemark.exchange.journal.postgres;

import io.tidemark.exchange.journal.CommitListener;
import io.tidemark.exchange.journal.DurableListener;
import io.tidemark.exchange.journal.FencedException;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalBacklogException;
import io.tidemark.exchange.journal.JournalException;
import io.tidemark.exchange.journal.JournalReader;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.journal.PoolHead;
import io.tidemark.exchange.journal.PoolTail;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The journal of several machines, as one member sees it. Each member has its own; they meet in the database.
 *
 * <p><b>What waits.</b> {@link #append}, {@link #pendingBytes}, {@link #failure}, and {@link #head} and
 * {@link #durableSequence} of a pool that this member owns never ask the server. Everything else does: it may wait for
 * the patience of the options and a few seconds more, and must not be called on a thread that may not wait.
 *
 * <p><b>Who may append.</b> Only who has taken the pool over through this journal, with the epoch that was given. Once
 * another member has the pool, the first flush finds out and the listeners hear a {@link FencedException}, those of all later
 * records of that epoch as well; taking the pool over again begins anew. Until then this member's own word on the pool's head
 * may be old, and is right as far as it goes.
 *
 * <p><b>While the server is away</b> nothing is acknowledged and nothing fails: {@link #failure} says so, records wait in
 * memory up to the limit, then appends are refused, and when the server is back all of it goes on by itself.
 *
 * <p><b>What others wrote</b> is known to this member by reading alone. Listeners hear of a pool's records in the order of
 * appending; across pools that order holds as long as none is fenced.
 */
public final class PostgresJournal implements Journal {
    static final int MOST_PAYLOAD_BYTES = 64 << 20;

    /** What a record costs in memory and on the wire besides its payload. */
    private static final int RECORD_OVERHEAD = 256;

    private static final long RELEASED_AT_ONCE = 1_000;

    private final JournalDatabase database;
    private final PostgresJournalOptions options;
    private final Line line;
    private final Flusher flusher;
    private final ConcurrentMap<String, Tenure> tenures = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Joins the members that share a database.
     *
     * @throws JournalException if the server cannot be asked
     */
    public static PostgresJournal open(JournalDatabase database, PostgresJournalOptions options) {
        PostgresJournal journal = new PostgresJournal(database, options);
        try {
            journal.flusher.delivery().heardOf(journal.line.askAgain(Tables::nextOffset, options.patience()));
        } catch (SQLException failed) {
            journal.line.close();
            throw journal.refused("say where the journal ends", failed);
        }
        journal.flusher.start();
        return journal;
    }

    private PostgresJournal(JournalDatabase database, PostgresJournalOptions options) {
        this.database = database;
        this.options = options;
        this.line = new Line(database);
        this.flusher = new Flusher(database, options.patience());
    }

    /** {@inheritDoc} A pool must have been taken over first. */
    @Override
    public void append(JournalRecord record, DurableListener listener) {
        if (closed) {
            throw new IllegalStateException("the journal is closed");
        }
        if (record.payload().length > MOST_PAYLOAD_BYTES) {
            throw new IllegalArgumentException(
                    "a payload may have " + MOST_PAYLOAD_BYTES + " bytes: " + record.payload().length);
        }
        Tenure tenure = tenures.get(record.pool());
        if (tenure == null || record.epoch() > tenure.epoch()) {
            throw new IllegalArgumentException(
                    "pool " + record.pool() + " was not taken over by this member in epoch " + record.epoch());
        }
        String objection = PoolTail.objection(record, tenure.epoch(), tenure.appended());
        if (!objection.isEmpty()) {
            throw new IllegalArgumentException(objection);
        }
        int size = RECORD_OVERHEAD + record.payload().length;
        if (flusher.pendingBytes() + size > options.maxPendingBytes()) {
            throw new JournalBacklogException(flusher.pendingBytes(), options.maxPendingBytes());
        }
        tenure.append(record.lastSequence());
        flusher.add(new Flush.Pending(record, listener, tenure, size));
    }

    @Override
    public long pendingBytes() {
        return flusher.pendingBytes();
    }

    @Override
    public int maxPayloadBytes() {
        return MOST_PAYLOAD_BYTES;
    }

    /** The disk is the server's: when it is full the server refuses, {@link #failure} says so, and appends pile up. */
    @Override
    public long reservedBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public void observe(CommitListener listener) {
        flusher.observe(listener);
    }

    /**
     * {@inheritDoc} Raised in the database in one step, so of two members that try at once each gets an epoch of its own, and
     * the later one is the owner. What this member appended in an earlier epoch and did not get durable fails.
     */
    @Override
    public PoolHead takeOver(String pool) {
        try {
            Tenure tenure =
                    line.askAgain(connection -> Tables.takeOver(connection, pool, options.owner()), options.patience());
            Tenure before = tenures.put(pool, tenure);
            if (before != null && before.ended() == null) {
                before.end(new FencedException(pool, before.epoch(), tenure.epoch()));
            }
            PoolTail end = tenure.durable();
            return new PoolTail(tenure.epoch(), end.sequence(), end.link()).head(pool);
        } catch (SQLException failed) {
            throw refused("take over pool " + pool, failed);
        }
    }

    /** {@inheritDoc} From memory if this member owns the pool, otherwise from the database. */
    @Override
    public Optional<PoolHead> head(String pool) {
        Tenure tenure = tenures.get(pool);
        if (tenure != null && tenure.ended() == null) {
            PoolTail tail = tenure.durable();
            return tail.sequence() == 0 ? Optional.empty() : Optional.of(tail.head(pool));
        }
        try {
            return line.askAgain(connection -> Tables.tail(connection, pool), options.patience())
                    .map(tail -> tail.head(pool));
        } catch (SQLException failed) {
            throw refused("say where pool " + pool + " ends", failed);
        }
    }

    /** {@inheritDoc} Of all members. */
    @Override
    public Set<String> pools() {
        try {
            return line.askAgain(Tables::pools, options.patience());
        } catch (SQLException failed) {
            throw refused("name its pools", failed);
        }
    }

    /** {@inheritDoc} Of all members. While the server is away, as many as this member has heard of. */
    @Override
    public long durableOffset() {
        if (flusher.failure().isEmpty()) {
            try {
                flusher.delivery().heardOf(line.ask(Tables::nextOffset));
            } catch (SQLException away) {
                // What was durable still is; an outage is told by those whom it keeps from their work.
            }
        }
        return flusher.delivery().knownOffset();
    }

    @Override
    public long firstOffset() {
        try {
            return line.askAgain(Tables::firstOffset, options.patience());
        } catch (SQLException failed) {
            throw refused("say where the journal begins", failed);
        }
    }

    /** {@inheritDoc} A thousand at a time, each with what the rest follows, in one transaction. */
    @Override
    public void release(long beforeOffset) {
        try {
            long first = line.askAgain(Tables::firstOffset, options.patience());
            long end = Math.min(beforeOffset, line.askAgain(Tables::nextOffset, options.patience()));
            while (first < end) {
                long next = Math.min(end, first + RELEASED_AT_ONCE);
                line.askAgain(
                        connection -> {
                            Tables.dropBefore(connection, next);
                            return next;
                        },
                        options.patience());
                first = next;
            }
        } catch (SQLException failed) {
            throw refused("drop records before " + beforeOffset, failed);
        }
    }

    /** {@inheritDoc} Also while the server is away, and empty again when it is back. */
    @Override
    public Optional<Throwable> failure() {
        return flusher.failure();
    }

    /** {@inheritDoc} A reader has a connection of its own. */
    @Override
    public JournalReader read(long fromOffset) {
        requireKept(fromOffset);
        return new TableReader(database, options.patience(), flusher.delivery(), null, fromOffset);
    }

    @Override
    public JournalReader read(String pool, long fromOffset) {
        requireKept(fromOffset);
        return new TableReader(database, options.patience(), flusher.delivery(), pool, fromOffset);
    }

    private void requireKept(long fromOffset) {
        try {
            long first = line.askAgain(Tables::firstOffset, options.patience());
            long next = line.askAgain(Tables::nextOffset, options.patience());
            flusher.delivery().heardOf(next);
            if (fromOffset < first || fromOffset > next) {
                throw new IllegalArgumentException("offset must be between " + first + ", the oldest that is kept, and "
                        + next + ", the next one: " + fromOffset);
            }
        } catch (SQLException failed) {
            throw refused("say which records are kept", failed);
        }
    }

    private JournalException refused(String what, SQLException failed) {
        return new JournalException(
                "the journal in " + database + " did not " + what + " within " + options.patience() + ": "
                        + failed.getMessage(),
                failed);
    }

    /** Waits, no longer than the patience, until what was appended is durable or failed. */
    @Override
    public void close() {
        closed = true;
        flusher.close();
        line.close();
    }
}
