/**
 * What changes between two rule sets: which rows, and which published figures, by how much and where.
 *
 * <p>A row says little about a price: ten basis points in one table may drown in another. So beside the rows both sets are
 * asked over a grid of facts that their boundaries cut, and the answers are compared.
 *
 * <p>Facts that a market really has are asked by {@link io.tidemark.pricing.compare.Shadow}, while one of the two prices it.
 *
 * <p>Start reading at {@link io.tidemark.pricing.compare.Comparison}.
 */
@NullMarked
package io.tidemark.pricing.compare;

import org.jspecify.annotations.NullMarked;
