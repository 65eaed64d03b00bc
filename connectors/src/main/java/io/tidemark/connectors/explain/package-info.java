/**
 * Why a price is what it is, as an answer that people and programs read, and once more from the journal long afterwards.
 *
 * <p>What made a price is told by the pricing rules; here it gets its place in the journal, and what the rules do not say
 * of money is added. Nothing here speaks to a market that runs.
 *
 * <p>Start reading at {@link io.tidemark.connectors.explain.PriceExplanation}, then
 * {@link io.tidemark.connectors.explain.JournalledPrices}.
 */
@NullMarked
package io.tidemark.connectors.explain;

import org.jspecify.annotations.NullMarked;
