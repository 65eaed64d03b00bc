/**
 * Whether what analysts wrote may become the rules of a market: the tables are right, they compile, and golden cases that
 * ask every row come to what their author expects.
 *
 * <p>A check changes nothing. It tells all problems at once, in the author's coordinates.
 *
 * <p>Start reading at {@link io.tidemark.pricing.check.Check}.
 */
@NullMarked
package io.tidemark.pricing.check;

import org.jspecify.annotations.NullMarked;
