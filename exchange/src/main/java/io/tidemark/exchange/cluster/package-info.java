/**
 * Pools in memory and at work: Hazelcast holds them and routes to them, one sequencer for each pool feeds it, and nothing
 * is told to anyone before the journal has it.
 *
 * <p>Hazelcast is the memory and the routing, never the safety argument: that is the journal. An entry processor here is
 * a few lines that call the core; nothing in this package decides anything about the market.
 *
 * <p>What comes back after a restart is told in {@code Recovery}; {@code ShadowReplica} does the same all the time, beside
 * the pools, to check them and to write their snapshots.
 *
 * <p>Start reading at {@link io.tidemark.exchange.cluster.Exchange}, then {@code PoolSequencer}. On several machines {@link
 * io.tidemark.exchange.cluster.ClusteredExchange} is one member of many: {@code Ownership} says who is to serve a pool,
 * {@code Seat} and {@code TakeOver} how it comes and leaves, {@code Router} how a command gets there. The replica of all members is
 * {@code Standby}, and whoever has the {@code SnapshotDuty} writes the snapshots of it.
 */
@NullMarked
package io.tidemark.exchange.cluster;

import org.jspecify.annotations.NullMarked;
