package io.tidemark.exchange.journal.postgres;

import io.tidemark.exchange.journal.Chain;
import io.tidemark.exchange.journal.CommitListener;
import io.tidemark.exchange.journal.FencedException;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalException;
import io.tidemark.exchange.journal.postgres.Flush.Item;
import io.tidemark.exchange.journal.postgres.Flush.Part;
import io.tidemark.exchange.journal.postgres.Flush.Pending;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a member that writes: takes what waits of all its pools, has it committed in one transaction, and tells
 * the listeners. While one flush is under way the next one gathers. One at a time: a second flush in flight would follow
 * heads that the first one may not have reached.
 *
 * <p>When an answer does not come, the flush may have been committed, may be committed later by a server process that has not
 * noticed the broken connection, or may never be. So the heads are asked, as often as it takes, and the same records are sent
 * again only if the head is where it was before them. That is not the retry of a failed sync that nobody may do: there the
 * kernel has forgotten what it failed to write, here another process decides, and a head can follow each record only once.
 */
final class Flusher {
    private static final Logger LOG = LoggerFactory.getLogger(Flusher.class);
    private static final int FLUSH_BYTES = 1 << 20;
    private static final long FIRST_PAUSE_NANOS = 20_000_000;
    private static final long LONGEST_PAUSE_NANOS = 1_000_000_000;

    /** SQLSTATE classes that no patience cures: wrong data, and a rule of the tables broken. */
    private static final List<String> HOPELESS = List.of("22", "23");

    private final Line line;
    private final Duration closePatience;
    private final Chain chain = new Chain();
    private final Thread thread = new Thread(this::run, "journal");

    private final Queue<Pending> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong pendingBytes = new AtomicLong();
    /** The offset of the next record, as far as this member has heard. */
    private final AtomicLong knownOffset = new AtomicLong();

    private volatile CommitListener observer = (records, bytes, nanos) -> {};
    private volatile boolean idle;
    private volatile boolean closing;
    private volatile boolean ended;
    private volatile long closeDeadline;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable SQLException outage;

    Flusher(JournalDatabase database, Duration closePatience) {
        this.line = new Line(database);
        this.closePatience = closePatience;
    }

    void start() {
        thread.start();
    }

    long pendingBytes() {
        return pendingBytes.get();
    }

    long knownOffset() {
        return knownOffset.get();
    }

    /** Somebody has seen that so many records are durable. */
    void heardOf(long nextOffset) {
        LongUnaryOperator higher = known -> Math.max(known, nextOffset);
        knownOffset.updateAndGet(higher);
    }

    /** Why nothing becomes durable: for good, or while the server is away. */
    Optional<Throwable> failure() {
        Throwable forGood = failure;
        return Optional.ofNullable(forGood == null ? outage : forGood);
    }

    void observe(CommitListener each) {
        observer = each;
    }

    /** Puts a record behind the others. Takes no lock and never waits. */
    void add(Pending next) {
        pendingBytes.addAndGet(next.size());
        queue.add(next);
        if (ended) {
            failRest(closed());
            return;
        }
        // Idle is set before the queue is looked at for the last time, so either the thread sees this record or it is
        // woken.
        if (idle) {
            LockSupport.unpark(thread);
        }
    }

    /** Writes what waits, with patience but not for ever, and ends the thread. */
    void close() {
        closeDeadline = System.nanoTime() + closePatience.toNanos();
        closing = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        ended = true;
        failRest(closed());
        line.close();
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("the journal was closed");
    }

    private void run() {
        while (awaitWork()) {
            Throwable failed = failure;
            if (failed != null) {
                failRest(failed);
                continue;
            }
            Flush flush = new Flush();
            try {
                gather(flush);
                write(flush);
            } catch (Throwable broken) {
                fail(flush, broken);
            }
        }
    }

    private boolean awaitWork() {
        while (queue.isEmpty()) {
            if (closing) {
                return false;
            }
            idle = true;
            if (queue.isEmpty() && !closing) {
                LockSupport.park(this);
            }
            idle = false;
        }
        return true;
    }

    /** Takes what fits a flush; records whose owner's time has ended fail here. */
    private void gather(Flush flush) {
        for (Pending next = queue.peek(); next != null; next = queue.peek()) {
            if (!flush.isEmpty() && (flush.bytes() + next.size() > FLUSH_BYTES || !flush.takes(next))) {
                return;
            }
            queue.remove();
            RuntimeException over = next.tenure().ended();
            String objection = over == null ? flush.objection(next) : "";
            if (!objection.isEmpty()) {
                // Append has checked this; it can only be wrong if two threads appended to one pool at once.
                over = new IllegalStateException(objection);
                next.tenure().end(over);
            }
            if (over == null) {
                flush.add(next, chain);
            } else {
                tell(next, over);
            }
        }
    }

    /** Returns when the fate of every record of the flush is known, or when closing has no more patience. */
    private void write(Flush flush) {
        Flush open = flush;
        boolean sent = false;
        long pause = FIRST_PAUSE_NANOS;
        while (!open.isEmpty()) {
            try {
                if (sent) {
                    open = settle(open);
                }
                if (!open.isEmpty()) {
                    sent = true;
                    open = send(open);
                }
                back();
            } catch (SQLException lost) {
                away(lost);
                if (closing && System.nanoTime() > closeDeadline) {
                    fail(
                            open,
                            new JournalException(
                                    "closed while the server was away; whether these are in the journal"
                                            + " is not known",
                                    lost));
                    return;
                }
                LockSupport.parkNanos(pause);
                pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
            }
        }
    }

    /** Gives back what the server did not take. */
    private Flush send(Flush flush) throws SQLException {
        long started = System.nanoTime();
        long known = knownOffset.get();
        Tables.Appended appended = line.ask(connection -> Tables.append(connection, flush));
        long nanos = System.nanoTime() - started;
        List<Part> parts = flush.parts();
        Flush taken = flush.only(part -> appended.accepted()[parts.indexOf(part)]);
        if (!taken.isEmpty()) {
            if (appended.base() < known) {
                throw new JournalException("the server gave offset " + appended.base() + " again, after "
                        + known
                        + " records were durable: it has lost some of them, as a standby that was not"
                        + " synchronous does; nothing more is written here, compare it with the snapshots");
            }
            heardOf(appended.base() + taken.items().size());
            measure(taken, nanos);
            acknowledge(taken, base(taken, appended.base()));
        }
        return taken.items().size() == flush.items().size()
                ? new Flush()
                : flush.only(part -> !appended.accepted()[parts.indexOf(part)]);
    }

    private static long[] base(Flush taken, long base) {
        long[] offsets = new long[taken.items().size()];
        Arrays.setAll(offsets, i -> base + i);
        return offsets;
    }

    private void measure(Flush flush, long nanos) {
        try {
            observer.committed(flush.items().size(), flush.bytes(), nanos);
        } catch (RuntimeException thrown) {
            LOG.error("whoever measures the journal threw", thrown);
        }
    }

    /** Finds out what became of a flush. Gives back what is still to be sent: the pools whose heads are where they were. */
    private Flush settle(Flush flush) throws SQLException {
        List<Part> parts = flush.parts();
        List<Tables.Head> heads = line.ask(connection -> Tables.settle(connection, parts));
        Set<Part> again = new HashSet<>();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            Fate fate = fate(part, heads.get(i));
            if (fate == Fate.DURABLE) {
                acknowledge(flush.only(part::equals));
            } else if (fate == Fate.AGAIN) {
                again.add(part);
            } else {
                end(flush.only(part::equals), part, heads.get(i), fate);
            }
        }
        return flush.only(again::contains);
    }

    private enum Fate {
        DURABLE,
        AGAIN,
        FENCED,
        CONTRADICTED
    }

    private static Fate fate(Part part, Tables.Head head) {
        if (Arrays.equals(head.found(), part.after().link())) {
            return Fate.DURABLE;
        }
        if (head.released()) {
            return Fate.CONTRADICTED;
        }
        // From here on it cannot become durable any more under a higher epoch, whatever a forgotten server process
        // does.
        if (head.epoch() > part.tenure().epoch()) {
            return head.tail().sequence() >= part.before().sequence() ? Fate.FENCED : Fate.CONTRADICTED;
        }
        boolean unmoved = head.epoch() == part.tenure().epoch()
                && head.tail().sequence() == part.before().sequence()
                && Arrays.equals(head.tail().link(), part.before().link());
        return unmoved ? Fate.AGAIN : Fate.CONTRADICTED;
    }

    /** Acknowledges the records of one pool that were found in the journal. */
    private void acknowledge(Flush found) throws SQLException {
        Part part = found.parts().get(0);
        List<Long> offsets = line.ask(connection ->
                Tables.offsets(connection, part.tenure().pool(), part.firstSequence(), part.firstOfLast()));
        if (offsets.size() != found.items().size()) {
            throw new JournalException("of " + found.items().size() + " records of pool "
                    + part.tenure().pool() + " from sequence " + part.firstSequence()
                    + " on, written as one, there are "
                    + offsets.size() + " in the journal: it is damaged");
        }
        LOG.info(
                "found pool {} up to sequence {} in the journal: the answer was lost, not the records",
                part.tenure().pool(),
                part.after().sequence());
        heardOf(offsets.get(offsets.size() - 1) + 1);
        acknowledge(found, offsets.stream().mapToLong(Long::longValue).toArray());
    }

    private void end(Flush lost, Part part, Tables.Head head, Fate fate) {
        Tenure tenure = part.tenure();
        RuntimeException why = fate == Fate.FENCED
                ? new FencedException(tenure.pool(), tenure.epoch(), head.epoch())
                : new JournalException("pool " + tenure.pool() + " ends at sequence "
                        + head.tail().sequence() + " in epoch " + head.epoch() + " at the server, and at "
                        + part.before().sequence() + " in epoch " + tenure.epoch()
                        + " in what it acknowledged: it has lost records or somebody else wrote; compare it with the"
                        + " snapshots before the pool is opened again");
        LOG.warn("pool {} is not written any more: {}", tenure.pool(), why.getMessage());
        tenure.end(why);
        lost.items().forEach(item -> tell(item.pending(), why));
    }

    private void acknowledge(Flush durable, long[] offsets) {
        for (Part part : durable.parts()) {
            part.tenure().advance(part.after());
        }
        int i = 0;
        for (Item item : durable.items()) {
            tellDurable(item.pending(), offsets[i++]);
        }
    }

    private void tellDurable(Pending pending, long offset) {
        if (!pending.tellNow()) {
            return;
        }
        pendingBytes.addAndGet(-pending.size());
        try {
            pending.listener().durable(new JournalEntry(offset, pending.record()));
        } catch (Throwable thrown) {
            LOG.error("a listener threw on {}", pending.record(), thrown);
        }
    }

    private void away(SQLException lost) {
        String state = lost.getSQLState();
        if (state != null && HOPELESS.stream().anyMatch(state::startsWith)) {
            throw new JournalException("the server refuses what no repetition changes: " + lost.getMessage(), lost);
        }
        if (outage == null) {
            LOG.warn("the journal waits for its server, and acknowledges nothing meanwhile: {}", lost.toString());
        } else {
            LOG.debug("the journal still waits for its server", lost);
        }
        outage = lost;
    }

    private void back() {
        if (outage != null) {
            outage = null;
            LOG.info("the journal's server is back");
        }
    }

    private void fail(Flush flush, Throwable cause) {
        LOG.error("the journal failed and acknowledges nothing any more", cause);
        failure = cause;
        flush.items().forEach(item -> tell(item.pending(), cause));
        failRest(cause);
    }

    private void failRest(Throwable cause) {
        for (Pending each = queue.poll(); each != null; each = queue.poll()) {
            tell(each, cause);
        }
    }

    private void tell(Pending pending, Throwable cause) {
        if (!pending.tellNow()) {
            return;
        }
        pendingBytes.addAndGet(-pending.size());
        try {
            pending.listener().failed(pending.record(), cause);
        } catch (Throwable thrown) {
            LOG.error("a listener threw on the failure of {}", pending.record(), thrown);
        }
    }
}
