/**
 * What the results of replications say, and how sure that is: means with Student's interval, paired differences, batch
 * means of one long run.
 *
 * <p>Values are taken in the order of the replications and summed in that order, so the same values give the same bytes on
 * every machine and with any number of threads. Nothing here draws a number or knows what a metric means, and nothing
 * guesses: with fewer than two values there is no interval, and it says so.
 *
 * <p>Start reading at {@link io.tidemark.simulations.statistics.Estimate}.
 */
@NullMarked
package io.tidemark.simulations.statistics;

import org.jspecify.annotations.NullMarked;
