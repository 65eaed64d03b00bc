/**
 * What comes out of a pricing tick: bands, fees, notice, a fair value and an ask ladder for every hour, the spot reserve,
 * and the effects that made them.
 *
 * <p>Everything is an immutable value. Nothing here decides a price, and nothing knows a rule engine.
 *
 * <p>Start reading at {@link io.tidemark.pricing.publish.PoolPrices}.
 */
@NullMarked
package io.tidemark.pricing.publish;

import org.jspecify.annotations.NullMarked;
