/** What pricing costs, measured with JMH. Nothing of it is in the module's archive. Start with {@code PoolPricing}. */
@NullMarked
package io.tidemark.pricing.benchmark;

import org.jspecify.annotations.NullMarked;
