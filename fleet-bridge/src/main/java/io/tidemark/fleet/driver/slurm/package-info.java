/**
 * Slurm as the internal scheduler: what it can spare, and the fence that takes nodes out of its hands.
 *
 * <p>It speaks to slurmrestd (API v0.0.42, Slurm 24.11 or newer) and to nothing else. What it knows of a fence is kept
 * in Slurm, in the reason of a drained node, so a restart goes on where it was. It never preempts or cancels anybody's
 * work, never touches a node that somebody else has drained, and never reads a clock: time is an argument, and since the
 * tokens are dated by it, market time must be the real one.
 *
 * <p>Start reading at {@link io.tidemark.fleet.driver.slurm.SlurmFence} or {@link
 * io.tidemark.fleet.driver.slurm.SlurmDemand}; what they must be told is {@link
 * io.tidemark.fleet.driver.slurm.SlurmOptions}.
 */
@NullMarked
package io.tidemark.fleet.driver.slurm;

import org.jspecify.annotations.NullMarked;
