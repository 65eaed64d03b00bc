/**
 * One replication of a scenario: the market's own engine, operator's desk and rules, driven through virtual time on one
 * thread.
 *
 * <p>What happens is ordered by time, then {@link io.tidemark.simulations.world.Phase}, then the order in which it was
 * planned. The engine's timers fire at their own instants, before anything else of the instant. Pools do not touch each
 * other, so they are played one after the other.
 *
 * <p>Machines are modelled, and simply: lots that change hands between spot leases are sanitized first, a lease pays from
 * the moment its lots are deployed, and lots that go back to internal work are sanitized first too. Machines never fail,
 * and firm hours are delivered from their first second, as if they were made ready between gate and hour. What internal
 * work does is given from outside: it waits, but it never runs longer because it waited.
 *
 * <p>Nothing here reads a clock or a file, or depends on what another replication does.
 *
 * <p>Start reading at {@link io.tidemark.simulations.world.Replication}, then {@link
 * io.tidemark.simulations.world.PoolWorld}.
 */
@NullMarked
package io.tidemark.simulations.world;

import org.jspecify.annotations.NullMarked;
