/**
 * The call auction: everything that waited in a call meets at one moment, at one price for each hour.
 *
 * <p>"One price per hour for everyone. If an hour sells out, its price rises to the best order turned away, as long as
 * nobody accepted is pushed over their limit." Buys are accepted in priority order; nobody who was accepted is thrown
 * out again. It reads a book and says what should trade; it changes nothing itself.
 *
 * <p>Start reading at {@link io.tidemark.exchange.auction.CallAuction}.
 */
@NullMarked
package io.tidemark.exchange.auction;

import org.jspecify.annotations.NullMarked;
