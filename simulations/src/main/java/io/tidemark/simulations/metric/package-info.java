/**
 * What a simulated market is measured by, each figure defined once.
 *
 * <p>It computes nothing: it is the vocabulary that scenarios, results and reports share.
 *
 * <p>Start reading at {@link io.tidemark.simulations.metric.Metric}.
 */
@NullMarked
package io.tidemark.simulations.metric;

import org.jspecify.annotations.NullMarked;
