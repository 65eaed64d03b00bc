/**
 * The book of one pool: resting buys of whole windows, ladders of hourly asks, and continuous matching between them.
 *
 * <p>A buy of several hours has no book of its own; it walks the ladders of its hours and takes the same number of lots
 * in each. An incoming sell is exploded into hourly asks, and tries the resting buys; each of them remembers how far it
 * was from trading, so that only those are tried that may. It knows nothing of money, titles, phases,
 * clocks or frameworks; whoever calls has checked credit and cover, and supplies ids and sequence numbers.
 *
 * <p>Start reading at {@link io.tidemark.exchange.book.OrderBook}, then {@code Walk} and {@code Need}.
 */
@NullMarked
package io.tidemark.exchange.book;

import org.jspecify.annotations.NullMarked;
