/**
 * What the rules may know: the state of one pool and of each of its hours at one instant.
 *
 * <p>A fact is a record of primitive {@code long}s and strings. Rules compare {@code long}s exactly; with any other type
 * a constraint may quietly not match. Nothing here comes from a client's resting order, and nothing reads a clock: the
 * caller supplies the time.
 *
 * <p>Start reading at {@link io.tidemark.pricing.facts.PoolFacts}.
 */
@NullMarked
package io.tidemark.pricing.facts;

import org.jspecify.annotations.NullMarked;
