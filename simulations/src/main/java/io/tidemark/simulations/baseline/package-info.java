/**
 * Simple prices that the rules are compared with: one price for every hour and every lot, firm and spot.
 *
 * <p>They are yardsticks and no products. How many titles there are, bands, fees and notice stay those of the rules, so
 * that nothing but the price differs.
 *
 * <p>Start reading at {@link io.tidemark.simulations.baseline.OnePrice}.
 */
@NullMarked
package io.tidemark.simulations.baseline;

import org.jspecify.annotations.NullMarked;
