package io.tidemark.exchange.journal;

import java.util.HexFormat;

/**
 * Where the durable records of a pool end.
 *
 * @param epoch of the last record
 * @param sequence the last one that is durable
 * @param chain the hash over all records of the pool, in 64 hexadecimal digits: equal heads mean equal histories
 */
public record PoolHead(String pool, long epoch, long sequence, String chain) {
    /** Of a pool without records. */
    public static PoolHead origin(String pool) {
        return PoolTail.none().head(pool);
    }

    /**
     * The head behind one more record: whoever follows a pool knows with it whether he follows the same history.
     *
     * @throws IllegalArgumentException if the record is of another pool or does not come next
     */
    public PoolHead after(JournalRecord record) {
        String objection = record.pool().equals(pool)
                ? PoolTail.objection(record, epoch, sequence)
                : "the record is of pool " + record.pool() + " and not of " + pool;
        if (!objection.isEmpty()) {
            throw new IllegalArgumentException(objection);
        }
        byte[] link = new Chain().link(HexFormat.of().parseHex(chain), record);
        return new PoolTail(record.epoch(), record.lastSequence(), link).head(pool);
    }
}
