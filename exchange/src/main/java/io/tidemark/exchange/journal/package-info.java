/**
 * What was done, in order, on stable storage: the one place where a command and its events become something that may be
 * told to others.
 *
 * <p>A record is appended without waiting; its listener hears when it is durable, in the order of appending. The records
 * of a pool have consecutive sequences and are chained by a hash. {@link io.tidemark.exchange.journal.FileJournal} is the
 * home on one machine: segments of frames, one writing thread, one sync for a group of records. The package
 * {@code journal.postgres} is the home of several.
 *
 * <p>Nothing here knows what a payload means. A failed write or sync is never tried again, a damaged record is never
 * skipped, and the journal is never shortened below what was acknowledged: it refuses instead, and says where.
 *
 * <p>Start reading at {@link io.tidemark.exchange.journal.Journal}, then {@code Frame} for the format and
 * {@code Recovery} for what is damage and what is only torn.
 */
@NullMarked
package io.tidemark.exchange.journal;

import org.jspecify.annotations.NullMarked;
