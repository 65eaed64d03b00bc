/**
 * Who of several members does what only one may do at a time: a pool, the ingest of settlement, the pricing loop.
 *
 * <p>The one place that all members must reach anyway, the database, says who is there and who holds what. That is for
 * liveness and good manners only: who must be kept from writing after his time is kept from it by an epoch, in the journal
 * for a pool and in his own tables for anything else.
 *
 * <p>Start reading at {@link io.tidemark.exchange.duty.Duties}.
 */
@NullMarked
package io.tidemark.exchange.duty;

import org.jspecify.annotations.NullMarked;
