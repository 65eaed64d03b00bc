/**
 * The life of a rule set: proposed by one person, activated by another, retired by the next, brought back when that was a
 * mistake; and the pricer that follows while it prices.
 *
 * <p>What happened to which set is a history that only grows; every state is read off it. A store keeps the history and
 * the sheets, and decides nothing. Time and names come from whoever calls.
 *
 * <p>Start reading at {@link io.tidemark.pricing.life.RuleLife}, then {@link io.tidemark.pricing.life.LiveRules}.
 */
@NullMarked
package io.tidemark.pricing.life;

import org.jspecify.annotations.NullMarked;
