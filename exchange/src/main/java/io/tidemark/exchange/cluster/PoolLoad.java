package io.tidemark.exchange.cluster;

/**
 * How busy a pool is at a moment.
 *
 * @param queued commands that wait to be sequenced
 * @param busyRefusals commands that found the queue full, since the start
 * @param durableSequence the last command that is durable
 */
public record PoolLoad(int queued, long busyRefusals, long durableSequence) {}
