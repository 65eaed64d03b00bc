package io.tidemark.exchange.journal;

import java.util.HexFormat;

/** The last record of a pool, as far as the next one has to know it. Immutable; nobody changes the link. */
public final class PoolTail {
    private final long epoch;
    private final long sequence;
    private final byte[] link;

    public PoolTail(long epoch, long sequence, byte[] link) {
        this.epoch = epoch;
        this.sequence = sequence;
        this.link = link;
    }

    /** What the first record of a pool follows. */
    public static PoolTail none() {
        return new PoolTail(0, 0, Chain.origin());
    }

    /** Of the last record. */
    public long epoch() {
        return epoch;
    }

    /** The last one. */
    public long sequence() {
        return sequence;
    }

    /** Of the last record; nobody changes it. */
    public byte[] link() {
        return link;
    }

    /** Says why the record cannot be next; empty if it can. */
    public static String objection(JournalRecord next, long epoch, long sequence) {
        if (next.firstSequence() != sequence + 1) {
            return "pool " + next.pool() + " ends at sequence " + sequence + ", so " + (sequence + 1)
                    + " must be next and not " + next.firstSequence();
        }
        if (next.epoch() < epoch) {
            return "pool " + next.pool() + " is in epoch " + epoch + ", so a record of epoch " + next.epoch()
                    + " comes from a former owner";
        }
        return "";
    }

    /** The same as others may know it. */
    public PoolHead head(String pool) {
        return new PoolHead(pool, epoch, sequence, HexFormat.of().formatHex(link));
    }
}
