/**
 * How well the market keeps its word, pool by pool: how long spot leases are left to their holders, whether notices were
 * kept, and whether firm hours were delivered.
 *
 * <p>Facts first: settlement writes them as rows in the transaction that takes the journal in, and every figure is read from
 * these. What happened before the tables were there is not in them, and nothing is guessed. Whether a machine worked meanwhile
 * is not asked of spot leases: a lot that fails is not paid for, but its lease goes on.
 *
 * <p>An event is as old as the command that it came with, because nobody could hear of it before: a market that stood still and
 * then caught up gave short notice, whatever its clock said. Only the beginning of a lease is told exactly.
 *
 * <p>Start reading at {@link io.tidemark.fleet.reliability.ReliabilityReport}, and for how the facts come about at {@link
 * io.tidemark.fleet.reliability.ReliabilityLog}.
 */
@NullMarked
package io.tidemark.fleet.reliability;

import org.jspecify.annotations.NullMarked;
