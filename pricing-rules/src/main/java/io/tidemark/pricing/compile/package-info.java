/**
 * Tables into rules: the text of one rule per row, compiled into an executable model, and the session that shows it facts.
 *
 * <p>This is the only package that knows Drools. The text of a rule is made of the words of the schemas and of numbers;
 * nothing an author typed reaches the compiler. Rules only report effects, they never set a price and never see each
 * other's effects.
 *
 * <p>Start reading at {@link io.tidemark.pricing.compile.RuleSet}.
 */
@NullMarked
package io.tidemark.pricing.compile;

import org.jspecify.annotations.NullMarked;
