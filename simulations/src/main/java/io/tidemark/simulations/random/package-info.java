/**
 * Random numbers by name: a seed, a stream and an entity give a generator, always the same one.
 *
 * <p>Nothing is drawn in an order that another part could disturb, so two scenarios share the numbers of everything they
 * have in common. The generator is L64X128MixRandom of Commons RNG, pinned by the build; transcendental functions are
 * those of StrictMath. Not for secrets.
 *
 * <p>Start reading at {@link io.tidemark.simulations.random.NamedStreams}.
 */
@NullMarked
package io.tidemark.simulations.random;

import org.jspecify.annotations.NullMarked;
