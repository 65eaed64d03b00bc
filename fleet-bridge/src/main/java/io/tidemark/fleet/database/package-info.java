/**
 * The PostgreSQL that the fleet side keeps its books in: one that this program starts and owns in a data directory, or one
 * that it is pointed at. Both are the same engine, with the same migrations.
 *
 * <p>It knows transactions and nothing of what is written in them. It never weakens durability: a server of its own is
 * started with fsync and synchronous commit, and is asked afterwards whether it really runs with them and in the
 * directory that was meant. It never deletes a data directory.
 *
 * <p>Start reading at {@link io.tidemark.fleet.database.Database}, then {@code EmbeddedServer}.
 */
@NullMarked
package io.tidemark.fleet.database;

import org.jspecify.annotations.NullMarked;
