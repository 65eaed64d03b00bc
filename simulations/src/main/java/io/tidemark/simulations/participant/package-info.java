/**
 * Participants: made-up buyers and resellers that keep a demonstration alive and populate simulated markets.
 *
 * <p>A participant looks at a pool as any client can and says which commands it would enter now. What it does at an
 * instant follows from the seed, its name and that instant alone, so a restart neither repeats nor shifts anything. It
 * never sees another's orders and never speaks to the exchange itself.
 *
 * <p>Start reading at {@link io.tidemark.simulations.participant.Participant}.
 */
@NullMarked
package io.tidemark.simulations.participant;

import org.jspecify.annotations.NullMarked;
