/**
 * Turns the result folder of a simulation into one page for people: use over time, prices, revenue, how long leases last,
 * every figure with its n and half-width, the scenario that was run, and what the model cannot say.
 *
 * <p>The page needs no network and no script, and the same folder gives the same bytes. Nothing is simulated or estimated
 * here beyond what is drawn: the figures are those of the files, and a file that is broken is refused with its line.
 *
 * <p>Start reading at {@link io.tidemark.simulations.report.Report}.
 */
@NullMarked
package io.tidemark.simulations.report;

import org.jspecify.annotations.NullMarked;
