/**
 * Is the simulator right? Cases whose answers are known from theory and come from nobody of this project: the loss
 * formulas of Erlang and of Kaufman and Roberts, the waiting formula, reclaim and headroom in closed form, the newsvendor,
 * Gallego and van Ryzin's optimal prices, the lag of diurnal demand, and whether the intervals hold what they promise.
 *
 * <p>Loss, gangs, reclaim and headroom run twice: through the real engine, and through a plain count of lots that is quick
 * enough to be run until its interval is narrow. Both hear of the same jobs, so that they can also be compared job by job.
 * Nothing here knows scenarios, pricing rules or traces, and no number of a market is measured here.
 *
 * <p>Start reading at {@link io.tidemark.simulations.selftest.SelfTest}; why a run of the engine is the model of the
 * textbook is said in {@code EngineLots}.
 */
@NullMarked
package io.tidemark.simulations.selftest;

import org.jspecify.annotations.NullMarked;
