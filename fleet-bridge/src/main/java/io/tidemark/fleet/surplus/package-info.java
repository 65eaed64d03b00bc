/**
 * What the fleet can spare: readings of internal demand in, releases to the exchange and needs back out.
 *
 * <p>Everything is a fold over the readings it is given, in the order it is given them. Nothing here reads a clock, draws
 * a random number, starts a thread, or touches a machine: it counts lots and never names one. It does not know what was
 * sold either; a need says how many lots must come back, and the exchange decides whose.
 *
 * <p>Start reading at {@link io.tidemark.fleet.surplus.SurplusTracker}.
 */
@NullMarked
package io.tidemark.fleet.surplus;

import org.jspecify.annotations.NullMarked;
