/**
 * Effects into prices: a pure fold, the curve of the ask ladder, and the limits and guards that no rule can pass.
 *
 * <p>Everything is a function of the facts, the rule set and the earlier prices. Nothing here reads a clock, draws a
 * random number, logs, or knows Drools. Prices are whole ticks; where a division or a curve rounds, the code says so.
 *
 * <p>Start reading at {@link io.tidemark.pricing.price.Pricer}.
 */
@NullMarked
package io.tidemark.pricing.price;

import org.jspecify.annotations.NullMarked;
