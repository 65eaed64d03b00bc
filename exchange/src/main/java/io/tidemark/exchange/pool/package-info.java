/**
 * The pool: one deterministic state machine for each SKU and site, which composes book, auction, spot and clearing.
 *
 * <p>Commands go in, a reply and events come out. Time, randomness and identity of the sender are part of the command;
 * nothing here reads a clock, draws a number, performs I/O or knows a framework, so the same commands give the same
 * events in the live exchange, in a replay and in a simulation. Between two commands all of it is one value, a {@link
 * io.tidemark.exchange.pool.PoolSnapshot}, from which it can be made again.
 *
 * <p>Start reading at {@link io.tidemark.exchange.pool.PoolEngine}, then {@link io.tidemark.exchange.pool.Command} and
 * {@link io.tidemark.exchange.pool.Event}.
 */
@NullMarked
package io.tidemark.exchange.pool;

import org.jspecify.annotations.NullMarked;
