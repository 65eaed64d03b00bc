/**
 * How the core finds what a command names: by a number, at once, and with as little memory touched on the way as can be.
 *
 * <p>It finds and never walks: no order of what is in a table may reach an output. It knows nothing of what it keeps.
 *
 * <p>Start reading at {@link io.tidemark.exchange.lookup.Slots}.
 */
@NullMarked
package io.tidemark.exchange.lookup;

import org.jspecify.annotations.NullMarked;
