/**
 * One fleet of two systems: one owns the metal, the other schedules internal work on it.
 *
 * <p>A node is internal only if both say so. It is never wiped while the scheduler may use it, and never opened to the
 * scheduler before its owner has let it go. Nothing is kept here that a restart would miss. Start with {@link JoinedFleet}.
 */
@NullMarked
package io.tidemark.fleet.driver.joined;

import org.jspecify.annotations.NullMarked;
