/**
 * What a period comes to for an account: what it had, every movement between it and others, and what it has.
 *
 * <p>Read from the postings of the books, all at one moment, and never computed a second time: what stands before the first
 * line and the lines together are what stands after the last, to the micro-dollar, or there is no invoice. What only moves
 * between an account's own pockets (home, on the way, and the three of each wallet) is no line. So what is bought is paid
 * for when it is delivered; until then the money is in escrow and still the buyer's.
 *
 * <p>Start reading at {@link io.tidemark.fleet.invoice.Invoices}.
 */
@NullMarked
package io.tidemark.fleet.invoice;

import org.jspecify.annotations.NullMarked;
