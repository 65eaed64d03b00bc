package io.tidemark.exchange.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The journal of one machine: a directory of segments, the marks beside them and a lock, and nothing else in it. */
public final class FileJournal implements Journal {
    private final Path directory;
    private final FileJournalOptions options;
    private final Disk disk;
    private final DirectoryLock lock;
    private final ConcurrentNavigableMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
    private final ConcurrentMap<String, Appended> appended = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, PoolTail> durable = new ConcurrentHashMap<>();
    private final SegmentWriter writer;
    private final GroupCommit commit;
    private final Retention retention;
    private volatile long durableOffset;
    private final boolean sealed;
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
     * @throws JournalSealedException if it was {@linkplain #seal() sealed}
     * @throws JournalCorruptedException if a record is damaged or missing; nothing was changed
     * @throws JournalException if the disk refuses
     */
    public static FileJournal open(Path directory, FileJournalOptions options) {
        return open(directory, options, Disk.LOCAL);
    }

    /**
     * Opens a directory that was sealed, only to be read: nothing can be appended.
     *
     * @throws JournalException as {@link #open(Path, FileJournalOptions)}, and if it was not sealed
     */
    public static FileJournal openSealed(Path directory, FileJournalOptions options) {
        return open(directory, options, Disk.LOCAL, true);
    }

    static FileJournal open(Path directory, FileJournalOptions options, Disk disk) {
        return open(directory, options, disk, false);
    }

    private static FileJournal open(Path directory, FileJournalOptions options, Disk disk, boolean sealed) {
        try {
            if (!sealed) {
                Files.createDirectories(directory);
            } else if (!Files.exists(Seal.file(directory))) {
                throw new JournalException("the journal in " + directory + " is not sealed");
            }
            DirectoryLock lock = DirectoryLock.take(directory);
            try {
                // Whatever is in it: a seal that cannot be read is one.
                if (!sealed && Files.exists(Seal.file(directory))) {
                    throw new JournalSealedException(directory, Seal.file(directory));
                }
                return new FileJournal(directory, options, disk, lock, sealed);
            } catch (IOException | RuntimeException failed) {
                lock.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw new JournalException("cannot open the journal in " + directory + ": " + failed, failed);
        }
    }

    private FileJournal(Path directory, FileJournalOptions options, Disk disk, DirectoryLock lock, boolean sealed)
            throws IOException {
        this.sealed = sealed;
        this.directory = directory;
        this.options = options;
        this.disk = disk;
        this.lock = lock;
        Verification recovered = Recovery.run(directory, disk);
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
        retention = new Retention(directory, disk, segments);
        commit.start();
    }

    private void advance(Map<String, PoolTail> tails, long offset) {
        durable.putAll(tails);
        durableOffset = offset;
    }

    @Override
    public void append(JournalRecord record, DurableListener listener) {
        if (closed || sealed) {
            throw new IllegalStateException("the journal is " + (closed ? "closed" : "sealed"));
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
    public Optional<Throwable> shortage() {
        return writer.shortage();
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
    public long firstOffset() {
        return segments.firstKey();
    }

    /** Deletes whole segments, on the caller's thread; an error is logged, and then the rest is kept. */
    @Override
    public void release(long beforeOffset) {
        // After a failure the disk is left as it is, for recovery.
        if (commit.failure().isEmpty()) {
            retention.release(beforeOffset);
        }
    }

    @Override
    public Optional<Throwable> failure() {
        return commit.failure();
    }

    @Override
    public JournalReader read(long fromOffset) {
        long first = firstOffset();
        if (fromOffset < first || fromOffset > durableOffset) {
            throw new IllegalArgumentException("offset must be between " + first + ", the oldest that is kept, and "
                    + durableOffset + ", the next one: " + fromOffset);
        }
        return new SegmentReader(segments, this::durableOffset, fromOffset);
    }

    /**
     * Closes the journal for good: when this returns, the directory is not opened any more, also after a power cut. For
     * a market that moves into a cluster.
     *
     * @return where it ended, and above which epoch its pools go on
     * @throws JournalException if the disk refuses, or refused before; it is closed, and sealed or not
     */
    public Seal seal() {
        if (closed || sealed) {
            throw new IllegalStateException("the journal is closed or sealed");
        }
        closed = true;
        commit.close();
        try {
            Optional<Throwable> failure = commit.failure();
            if (failure.isPresent()) {
                throw new IOException("nothing is written after a failure: " + failure.get(), failure.get());
            }
            writer.settleMark();
            List<PoolHead> heads = new ArrayList<>();
            durable.forEach(
                    (pool, tail) -> heads.add(new PoolTail(tail.epoch() + 1, tail.sequence(), tail.link()).head(pool)));
            Seal seal = new Seal(Instant.now().truncatedTo(ChronoUnit.MILLIS), durableOffset, heads);
            seal.write(directory, disk);
            return seal;
        } catch (IOException failed) {
            throw new JournalException("cannot seal the journal in " + directory + ": " + failed, failed);
        } finally {
            letGo();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        commit.close();
        try {
            if (commit.failure().isEmpty()) {
                writer.settleMark();
            }
        } catch (IOException failed) {
            throw new JournalException("cannot close the journal: " + failed, failed);
        } finally {
            letGo();
        }
    }

    private void letGo() {
        retention.end();
        try (lock;
                writer) {
            // Nothing but to close them.
        } catch (IOException failed) {
            throw new JournalException("cannot close the journal: " + failed, failed);
        }
    }
}
