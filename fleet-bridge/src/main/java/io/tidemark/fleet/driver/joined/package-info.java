/**
 * One fleet of two systems: one owns the metal, the other schedules internal work on it.
 *
 * <p>A node is internal only if both say so. It is never given back to internal work before its owner has let it go, and it
 * keeps no state of its own that a restart would miss. Start with {@link JoinedFleet}.
 */
@NullMarked
package io.tidemark.fleet.driver.joined;

import org.jspecify.annotations.NullMarked;
