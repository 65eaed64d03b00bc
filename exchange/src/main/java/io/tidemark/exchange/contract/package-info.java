/**
 * What is traded and in which units: the kind of machine and its site (a pool), hours and delivery windows, the grammar
 * of symbols, prices in ticks and money in micro-dollars.
 *
 * <p>Everything is a whole number of its smallest unit; a text that would need rounding is refused, never rounded. The
 * words are those of the rulebook. Nothing here knows an order, a clock or a framework.
 *
 * <p>Start reading at {@link io.tidemark.exchange.contract.Symbol}.
 */
@NullMarked
package io.tidemark.exchange.contract;

import org.jspecify.annotations.NullMarked;
