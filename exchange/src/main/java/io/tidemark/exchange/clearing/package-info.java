/**
 * Titles and money of one pool: who holds which lots of which hour, what each account has free, held and in escrow, and
 * what is paid when an hour has been delivered.
 *
 * <p>A trade moves titles at once and money never: the buyer's money waits in escrow until the hour is delivered. Every
 * amount is a whole number of micro-dollars, and at every moment cash + holds + escrow + fees = deposits − withdrawals;
 * what is set aside for damages is the cash of an account of its own.
 * It decides nothing about who may trade what; it refuses, by an exception, whatever would break its laws.
 *
 * <p>Start reading at {@link io.tidemark.exchange.clearing.Clearing}.
 */
@NullMarked
package io.tidemark.exchange.clearing;

import org.jspecify.annotations.NullMarked;
