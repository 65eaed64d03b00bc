package io.tidemark.exchange.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The journal of one machine: a directory of segments, a durable mark and a lock, and nothing else in it. */
public final class FileJournal implements Journal {
    private final FileJournalOptions options;
    private final DirectoryLock lock;
    private final ConcurrentNavigableMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
    private final ConcurrentMap<String, Appended> appended = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, PoolTail> durable = new ConcurrentHashMap<>();
    private final SegmentWriter writer;
    private final GroupCommit commit;
    private volatile long durableOffset;
    private volatile boolean closed;

    /** Where a pool will end when all that was appended is durable. Only the pool's appending thread changes it. */
    private static final class Appended {
        private volatile long epoch;
        private volatile long sequence;
    }

    /**
     * Opens a directory, which is made if there is none, and verifies every record in it.
     *
     * @throws JournalInUseException if another opener has it
     * @throws JournalCorruptedException if a record is damaged or missing; nothing was changed
     * @throws JournalException if the disk refuses
     */
    public static FileJournal open(Path directory, FileJournalOptions options) {
        return open(directory, options, Disk.LOCAL);
    }

    static FileJournal open(Path directory, FileJournalOptions options, Disk disk) {
        try {
            Files.createDirectories(directory);
            DirectoryLock lock = DirectoryLock.take(directory);
            try {
                return new FileJournal(directory, options, disk, lock);
            } catch (IOException | RuntimeException failed) {
                lock.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw new JournalException("cannot open the journal in " + directory + ": " + failed, failed);
        }
    }

    private FileJournal(Path directory, FileJournalOptions options, Disk disk, DirectoryLock lock) throws IOException {
        this.options = options;
        this.lock = lock;
        Recovery recovered = Recovery.run(directory, disk);
        recovered.segments().forEach(segment -> segments.put(segment.firstOffset(), segment));
        recovered.tails().forEach((pool, tail) -> {
            Appended end = appended.computeIfAbsent(pool, name -> new Appended());
            end.epoch = tail.epoch();
            end.sequence = tail.sequence();
        });
        durable.putAll(recovered.tails());
        durableOffset = recovered.offset();
        writer = new SegmentWriter(directory, disk, options.segmentBytes(), recovered, segments);
        commit = new GroupCommit(writer, recovered, options.linger().toNanos(), this::advance);
        commit.start();
    }

    private void advance(Map<String, PoolTail> tails, long offset) {
        durable.putAll(tails);
        durableOffset = offset;
    }

    @Override
    public void append(JournalRecord record, DurableListener listener) {
        if (closed) {
            throw new IllegalStateException("the journal is closed");
        }
        if (record.payload().length > maxPayloadBytes()) {
            throw new IllegalArgumentException(
                    "a payload may have " + maxPayloadBytes() + " bytes: " + record.payload().length);
        }
        Appended end = appended.computeIfAbsent(record.pool(), name -> new Appended());
        String objection = PoolTail.objection(record, end.epoch, end.sequence);
        if (!objection.isEmpty()) {
            throw new IllegalArgumentException(objection);
        }
        if (commit.pendingBytes() + Frame.size(record) > options.maxPendingBytes()) {
            throw new JournalBacklogException(commit.pendingBytes(), options.maxPendingBytes());
        }
        end.epoch = record.epoch();
        end.sequence = record.lastSequence();
        commit.add(record, listener);
    }

    @Override
    public long pendingBytes() {
        return commit.pendingBytes();
    }

    @Override
    public int maxPayloadBytes() {
        return options.segmentBytes() - Segment.HEADER - Frame.aligned(Frame.HEADER + JournalRecord.LONGEST_POOL);
    }

    @Override
    public long reservedBytes() {
        return writer.reserved();
    }

    @Override
    public void observe(CommitListener listener) {
        commit.observe(listener);
    }

    @Override
    public PoolHead takeOver(String pool) {
        Appended end = appended.computeIfAbsent(pool, name -> new Appended());
        long epoch = end.epoch + 1;
        end.epoch = epoch;
        PoolTail tail = durable.getOrDefault(pool, PoolTail.none());
        return new PoolTail(epoch, tail.sequence(), tail.link()).head(pool);
    }

    @Override
    public Optional<PoolHead> head(String pool) {
        return Optional.ofNullable(durable.get(pool)).map(tail -> tail.head(pool));
    }

    @Override
    public Set<String> pools() {
        return new TreeSet<>(durable.keySet());
    }

    @Override
    public long durableSequence(String pool) {
        PoolTail tail = durable.get(pool);
        return tail == null ? 0 : tail.sequence();
    }

    @Override
    public long durableOffset() {
        return durableOffset;
    }

    @Override
    public Optional<Throwable> failure() {
        return commit.failure();
    }

    @Override
    public JournalReader read(long fromOffset) {
        if (fromOffset < 0 || fromOffset > durableOffset) {
            throw new IllegalArgumentException(
                    "offset must be between 0 and " + durableOffset + ", the next one: " + fromOffset);
        }
        return new SegmentReader(segments, this::durableOffset, fromOffset);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        commit.close();
        try (lock;
                writer) {
            if (commit.failure().isEmpty()) {
                writer.settleMark();
            }
        } catch (IOException failed) {
            throw new JournalException("cannot close the journal: " + failed, failed);
        }
    }
}
