/**
 * Internal demand from a seed, for whoever has no trace: a training pool with its hours and weekdays, its noise, its gangs
 * that start and stop, and a day now and then on which the cluster is down.
 *
 * <p>The size of each part was measured on real clusters. It is demand only: it knows neither the market nor what was
 * released, and it never learns what became of a lot. Nothing here reads a clock.
 *
 * <p>Start reading at {@link io.tidemark.simulations.demand.TrainingPoolDemand}.
 */
@NullMarked
package io.tidemark.simulations.demand;

import org.jspecify.annotations.NullMarked;
