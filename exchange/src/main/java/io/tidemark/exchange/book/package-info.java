/**
 * The book of one pool: resting buys of whole windows, ladders of hourly asks, and continuous matching between them.
 *
 * <p>A buy of several hours has no book of its own; it walks the ladders of its hours and takes the same number of lots
 * in each. An incoming sell is exploded into hourly asks. Matching is evaluated naively, by looking at everything that
 * could trade after every change: slow, and simple enough to be believed. It knows nothing of money, titles, phases,
 * clocks or frameworks; whoever calls has checked credit and cover, and supplies ids and sequence numbers.
 *
 * <p>Start reading at {@link io.tidemark.exchange.book.OrderBook}, then {@code Walk}.
 */
@NullMarked
package io.tidemark.exchange.book;

import org.jspecify.annotations.NullMarked;
