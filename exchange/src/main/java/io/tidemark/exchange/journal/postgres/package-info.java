/**
 * The journal's home for several machines: tables in a PostgreSQL that all members reach, and that decides who owns a pool.
 *
 * <p>Every member writes what its pools did, all of them in one transaction, and the transaction takes only those pools
 * whose head still has the member's epoch: a former owner's records are refused by the server, whatever that member
 * believes. Offsets have no gaps and are in the order of the commits.
 *
 * <p>An answer that does not come is never taken for a yes or a no: the heads are asked, epoch, sequence and link. Nothing
 * is acknowledged while the server is away, and nothing is given up: it goes on by itself when the server is back.
 *
 * <p>The tables are made by a few lines of our own ({@code Schema}) and not by Flyway, which the fleet's books use: this
 * module would take two libraries for one file, and the two histories must not meet when both are in one database.
 *
 * <p>Start reading at {@link io.tidemark.exchange.journal.postgres.PostgresJournal}, then {@code Flusher} for the one thread
 * that writes, and {@code V1__journal.sql} for what the server does.
 */
@NullMarked
package io.tidemark.exchange.journal.postgres;

import org.jspecify.annotations.NullMarked;
