/**
 * Snapshots in the PostgreSQL that has the journal of several machines, so that whichever member takes a pool over finds them.
 *
 * <p>It is a package beside the journal's tables and not among them: snapshots know what a journal is, a journal never knows
 * that there are snapshots. Nothing here decides which snapshot is right for whom.
 *
 * <p>Start reading at {@link io.tidemark.exchange.snapshot.postgres.PostgresSnapshots}.
 */
@NullMarked
package io.tidemark.exchange.snapshot.postgres;

import org.jspecify.annotations.NullMarked;
