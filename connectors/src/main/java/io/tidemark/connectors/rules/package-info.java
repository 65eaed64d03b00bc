/**
 * {@code tidemark rules}: the command line of analysts and of those who answer for their prices.
 *
 * <p>It reads directories of tables and prints what the pricing rules say of them; what is right is decided there. It
 * speaks to no running market. Beside it stands the store in which the members of a cluster keep their rule sets.
 *
 * <p>Start reading at {@link io.tidemark.connectors.rules.RulesCommand}.
 */
@NullMarked
package io.tidemark.connectors.rules;

import org.jspecify.annotations.NullMarked;
