/**
 * Runs of a scenario: replications side by side, reduced in their order, and the folder with what came of them.
 *
 * <p>However many threads there are, the same replications give the same bytes; rows are streamed out, so a long run needs
 * no more memory than a short one. Only whole replications are kept. It reads the files that a scenario names, and never a
 * clock: how long it took is for the caller to say.
 *
 * <p>Start reading at {@link io.tidemark.simulations.run.Simulation}.
 */
@NullMarked
package io.tidemark.simulations.run;

import org.jspecify.annotations.NullMarked;
