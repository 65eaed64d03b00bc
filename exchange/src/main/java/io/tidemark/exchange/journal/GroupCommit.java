package io.tidemark.exchange.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes: takes what waits, writes it as a group, syncs once, and tells the listeners. While the disk
 * is busy with one group the next one gathers, so the group grows with the load by itself; the linger only keeps tiny
 * groups from starving everybody else of the processor.
 *
 * <p>The first error ends it: the group and everything after it fails, and the disk is not touched again.
 */
final class GroupCommit {
    /** Published after a sync and before its listeners are told. */
    interface Progress {
        void durable(Map<String, PoolTail> tails, long durableOffset);
    }

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int GROUP_BYTES = 1 << 20;
    /** With this much waiting there is company enough. */
    private static final int NO_LINGER_BYTES = 256 << 10;

    private final SegmentWriter writer;
    private final long lingerNanos;
    private final Progress progress;
    private final Chain chain = new Chain();
    private final Thread thread = new Thread(this::run, "journal");

    private final Queue<Pending> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong pendingBytes = new AtomicLong();
    private volatile CommitListener listener = (records, bytes, nanos) -> {};
    private volatile boolean idle;
    private volatile boolean closing;
    private volatile boolean ended;
    private volatile @Nullable Throwable failure;

    private final Map<String, PoolTail> tails;
    private final Map<String, PoolTail> changed = new HashMap<>();
    private final List<Pending> group = new ArrayList<>();
    private ByteBuffer buffer = ByteBuffer.allocateDirect(GROUP_BYTES);
    private long offset;

    private record Pending(JournalRecord record, DurableListener listener, int size) {}

    GroupCommit(SegmentWriter writer, Verification recovered, long lingerNanos, Progress progress) {
        this.writer = writer;
        this.lingerNanos = lingerNanos;
        this.progress = progress;
        this.tails = new HashMap<>(recovered.tails());
        this.offset = recovered.offset();
    }

    void start() {
        thread.start();
    }

    long pendingBytes() {
        return pendingBytes.get();
    }

    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    void observe(CommitListener each) {
        listener = each;
    }

    /** Puts a record behind the others. Takes no lock and never waits. */
    void add(JournalRecord record, DurableListener listener) {
        int size = Frame.size(record);
        pendingBytes.addAndGet(size);
        queue.add(new Pending(record, listener, size));
        if (ended) {
            failRest(new IllegalStateException("the journal was closed"));
            return;
        }
        // Idle is set before the queue is looked at for the last time, so either the writer sees this record or it is
        // woken. A wake-up costs microseconds: a busy writer gets none.
        if (idle) {
            LockSupport.unpark(thread);
        }
    }

    /** Writes what waits and ends the thread. */
    void close() {
        closing = true;
        LockSupport.unpark(thread);
        Uninterruptibly.join(thread);
        // Whoever adds after this fails the record himself; whoever added before is failed here.
        ended = true;
        failRest(new IllegalStateException("the journal was closed"));
    }

    private void run() {
        boolean underLoad = false;
        while (awaitWork()) {
            if (underLoad && !closing && pendingBytes.get() < NO_LINGER_BYTES) {
                LockSupport.parkNanos(lingerNanos);
            }
            Throwable failed = failure;
            if (failed != null) {
                failRest(failed);
                continue;
            }
            try {
                gather();
                underLoad = group.size() > 1;
                commit();
            } catch (Throwable broken) {
                fail(broken);
                continue;
            }
            acknowledge();
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

    /** Moves what fits the group's size and the segment into the buffer, at least one record. */
    private void gather() throws IOException {
        group.clear();
        changed.clear();
        buffer.clear();
        Pending next = queue.peek();
        if (next != null && next.size() > writer.room()) {
            writer.roll(offset, tails);
        }
        int limit = Math.min(writer.room(), GROUP_BYTES);
        long start = offset;
        while (next != null && (group.isEmpty() || buffer.position() + next.size() <= limit)) {
            queue.remove();
            group.add(next);
            if (next.size() > buffer.capacity()) {
                buffer = ByteBuffer.allocateDirect(next.size());
            }
            encode(next.record(), start);
            next = queue.peek();
        }
        buffer.flip();
    }

    private void encode(JournalRecord record, long start) {
        PoolTail tail = tails.getOrDefault(record.pool(), PoolTail.none());
        String objection = PoolTail.objection(record, tail.epoch(), tail.sequence());
        if (!objection.isEmpty()) {
            // Append has checked this; it can only be wrong if two threads appended to one pool at once.
            throw new IllegalStateException(objection);
        }
        byte[] link = chain.link(tail.link(), record);
        Frame.write(buffer, record, offset, start, link, writer.salt());
        PoolTail next = new PoolTail(record.epoch(), record.lastSequence(), link);
        tails.put(record.pool(), next);
        changed.put(record.pool(), next);
        offset++;
    }

    private void commit() throws IOException {
        long started = System.nanoTime();
        int bytes = buffer.remaining();
        writer.commit(buffer, offset);
        long nanos = System.nanoTime() - started;
        try {
            listener.committed(group.size(), bytes, nanos);
        } catch (RuntimeException thrown) {
            LOG.error("whoever measures the journal threw", thrown);
        }
    }

    private void acknowledge() {
        progress.durable(changed, offset);
        long at = offset - group.size();
        for (Pending each : group) {
            pendingBytes.addAndGet(-each.size());
            try {
                each.listener().durable(new JournalEntry(at, each.record()));
            } catch (Throwable thrown) {
                LOG.error("a listener threw on {}", each.record(), thrown);
            }
            at++;
        }
    }

    private void fail(Throwable cause) {
        LOG.error("the journal failed at record {} and acknowledges nothing any more", offset, cause);
        failure = cause;
        for (Pending each : group) {
            tell(each, cause);
        }
        failRest(cause);
    }

    private void failRest(Throwable cause) {
        for (Pending each = queue.poll(); each != null; each = queue.poll()) {
            tell(each, cause);
        }
    }

    private void tell(Pending pending, Throwable cause) {
        pendingBytes.addAndGet(-pending.size());
        try {
            pending.listener().failed(pending.record(), cause);
        } catch (Throwable thrown) {
            LOG.error("a listener threw on the failure of {}", pending.record(), thrown);
        }
    }
}
