package io.tidemark.exchange.journal.postgres;

import io.tidemark.exchange.journal.Chain;
import io.tidemark.exchange.journal.CommitListener;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalException;
import io.tidemark.exchange.journal.Uninterruptibly;
import io.tidemark.exchange.journal.postgres.Flush.Item;
import io.tidemark.exchange.journal.postgres.Flush.Pending;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a member that writes: takes what waits of all its pools, has it committed in one transaction, and tells
 * the listeners. While one flush is under way the next one gathers. One at a time: a second flush in flight would follow
 * heads that the first one may not have reached.
 *
 * <p>While the server is away it keeps asking, and tells nobody anything.
 */
final class Flusher implements Delivery.Outcome {
    private static final Logger LOG = LoggerFactory.getLogger(Flusher.class);
    private static final int FLUSH_BYTES = 1 << 20;
    private static final long FIRST_PAUSE_NANOS = 20_000_000;
    private static final long LONGEST_PAUSE_NANOS = 1_000_000_000;

    /** SQLSTATE classes that no patience cures: wrong data, and a rule of the tables broken. */
    private static final List<String> HOPELESS = List.of("22", "23");

    private final Line line;
    private final Delivery delivery;
    private final Duration closePatience;
    private final Chain chain = new Chain();
    private final Thread thread = new Thread(this::run, "journal");

    private final Queue<Pending> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong pendingBytes = new AtomicLong();

    private volatile CommitListener observer = (records, bytes, nanos) -> {};
    /** When the flush under way was first sent, by the system's nanosecond clock. */
    private long began;

    private volatile boolean idle;
    private volatile boolean closing;
    private volatile boolean ended;
    private volatile long closeDeadline;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable SQLException outage;

    Flusher(JournalDatabase database, Duration closePatience) {
        this.line = new Line(database);
        this.delivery = new Delivery(line, this);
        this.closePatience = closePatience;
    }

    void start() {
        thread.start();
    }

    long pendingBytes() {
        return pendingBytes.get();
    }

    /** What is known of the journal's end. */
    Delivery delivery() {
        return delivery;
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
        Uninterruptibly.join(thread);
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
        began = System.nanoTime();
        long pause = FIRST_PAUSE_NANOS;
        while (!open.isEmpty()) {
            try {
                if (sent) {
                    open = delivery.settle(open);
                }
                if (!open.isEmpty()) {
                    sent = true;
                    open = delivery.send(open);
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

    private void measure(Flush flush, long nanos) {
        try {
            observer.committed(flush.items().size(), flush.bytes(), nanos);
        } catch (RuntimeException thrown) {
            LOG.error("whoever measures the journal threw", thrown);
        }
    }

    @Override
    public void durable(Flush taken, long[] offsets) {
        measure(taken, System.nanoTime() - began);
        int i = 0;
        for (Item item : taken.items()) {
            tellDurable(item.pending(), offsets[i++]);
        }
    }

    @Override
    public void ended(Flush lost, RuntimeException why) {
        lost.items().forEach(item -> tell(item.pending(), why));
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
