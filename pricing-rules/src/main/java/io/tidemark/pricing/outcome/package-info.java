/**
 * What a rule set comes to at one point of the facts: a value for each dimension in, the published figures out.
 *
 * <p>Golden cases ask single points, comparisons of two rule sets ask a whole grid of them; both see exactly what would be
 * published, under limits so wide that only the rules speak.
 *
 * <p>Start reading at {@link io.tidemark.pricing.outcome.Outcome}.
 */
@NullMarked
package io.tidemark.pricing.outcome;

import org.jspecify.annotations.NullMarked;
