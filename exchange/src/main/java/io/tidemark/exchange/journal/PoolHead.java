package io.tidemark.exchange.journal;

/**
 * Where the durable records of a pool end.
 *
 * @param epoch of the last record
 * @param sequence the last one that is durable
 * @param chain the hash over all records of the pool, in 64 hexadecimal digits: equal heads mean equal histories
 */
public record PoolHead(String pool, long epoch, long sequence, String chain) {}
