/**
 * Recorded demand of real clusters: readers for the public formats, and a trace scaled to a pool of ours.
 *
 * <p>A trace is exogenous: it never learns what the market did. A file that is not exactly what its format says is
 * refused with its place and the reason, never repaired. Nothing here reads a clock, and no data ships with the project.
 *
 * <p>Start reading at {@link io.tidemark.simulations.trace.DemandTrace}, then
 * {@link io.tidemark.simulations.trace.ScaledDemand}.
 */
@NullMarked
package io.tidemark.simulations.trace;

import org.jspecify.annotations.NullMarked;
