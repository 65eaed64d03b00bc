/**
 * How fast is the engine? Streams of commands, books of blocks, calls and memory, each measured on a pool engine with
 * nothing around it: no network, no journal, no other thread. And how fast the rules price a market.
 *
 * <p>A stream is replayed once to learn the engine's order ids and to check what comes of it, and then again from commands
 * that are ready: the engine is deterministic, so every pass must end with the same trades. No clock is read here; the
 * caller brings its own.
 *
 * <p>Start reading at {@link io.tidemark.simulations.bench.MatchingBench}.
 */
@NullMarked
package io.tidemark.simulations.bench;

import org.jspecify.annotations.NullMarked;
