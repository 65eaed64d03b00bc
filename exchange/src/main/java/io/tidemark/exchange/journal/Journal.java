package io.tidemark.exchange.journal;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The durable order of everything that happened to the pools. All methods may be called from any thread, but each pool
 * has one thread at a time that appends.
 */
public interface Journal extends AutoCloseable {
    /**
     * Hands over every durable record from the first on, in order; what is in the journal has been verified before. Call
     * it before the first append.
     *
     * @throws JournalCorruptedException if a record does not read back as it was written
     * @throws JournalException if reading fails
     */
    default void recover(Consumer<JournalRecord> each) {
        try (JournalReader reader = read(0)) {
            for (Optional<JournalEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                each.accept(entry.get().record());
            }
        }
    }

    /**
     * Puts a record behind those already appended; never waits. The listener hears of it exactly once, on the journal's
     * thread, in the order of appending: durable after the sync, or failed when its write or sync failed or any before
     * it did.
     *
     * @param record whose payload must not change any more
     * @throws IllegalArgumentException if the sequences do not follow the pool's last, the epoch is below the pool's, or
     *     the record is larger than {@link #maxPayloadBytes()}
     * @throws JournalBacklogException if more bytes wait than the journal may hold; nothing was appended, and a caller
     *     who looked at {@link #pendingBytes()} before acting never sees it
     * @throws IllegalStateException if the journal is closed
     */
    void append(JournalRecord record, DurableListener listener);

    /** Bytes appended and neither durable nor failed yet. */
    long pendingBytes();

    /** The largest payload a record may have, in bytes. */
    int maxPayloadBytes();

    /** The last durable sequence of a pool; zero if it has none. */
    default long durableSequence(String pool) {
        return head(pool).map(PoolHead::sequence).orElse(0L);
    }

    /**
     * Makes the caller the one owner of a pool: its epoch rises above all before it, and from then on what a former owner
     * appends fails with a {@link FencedException}. The caller's records carry the epoch that is given back.
     *
     * @return where the durable records of the pool end, with the new epoch; at sequence 0 if it has none
     * @throws JournalException if the storage cannot be asked; nothing has changed, or only the epoch has
     */
    PoolHead takeOver(String pool);

    /** Where the durable records of a pool end; empty if it has none. */
    Optional<PoolHead> head(String pool);

    /** The pools that have durable records, also where none of them is kept any more. */
    default Set<String> pools() {
        // Right for any journal, and slow: whoever keeps the heads of the pools knows it without reading.
        Set<String> pools = new TreeSet<>();
        try (JournalReader reader = read(firstOffset())) {
            for (Optional<JournalEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                pools.add(entry.get().record().pool());
            }
        }
        return pools;
    }

    /** Number of durable records ever, which is the offset of the next one. */
    long durableOffset();

    /** The offset of the oldest record that is still kept; {@link #durableOffset()} if none is. */
    default long firstOffset() {
        return 0;
    }

    /**
     * Says that nobody needs records before an offset any more: snapshots cover them and every reader has passed them. The
     * journal may drop them, and keeps what it cannot drop whole.
     */
    default void release(long beforeOffset) {
        // Keeping more than asked is always right.
    }

    /**
     * Bytes of frames that can be written before the file system must find room for another segment. Less than a segment
     * for more than a moment means that the disk is full: refuse what can wait, and what remains is for the rest.
     */
    long reservedBytes();

    /** Tells of every group from now on; one listener, the last that was given. */
    void observe(CommitListener listener);

    /** Why nothing becomes durable any more; empty while all is well. */
    Optional<Throwable> failure();

    /**
     * Follows the durable records from an offset on, also while others append.
     *
     * @param fromOffset zero for the first record, or one more than the offset of the last that was read
     * @throws IllegalArgumentException if the offset is below {@link #firstOffset()} or beyond {@link #durableOffset()}
     */
    JournalReader read(long fromOffset);

    /** Follows the durable records of one pool, from the first at or behind an offset; otherwise as {@link #read(long)}. */
    default JournalReader read(String pool, long fromOffset) {
        return new PoolReader(read(fromOffset), pool);
    }

    /** Waits until what was appended is durable or failed, and lets go of the storage. */
    @Override
    void close();
}
