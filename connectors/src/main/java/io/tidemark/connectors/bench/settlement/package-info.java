/**
 * How fast fills get from the journal into the books: a journal that a real engine wrote, a PostgreSQL with durable
 * commits that was started for it, and the ingest of settlement between them. Beside it, what the same database does with
 * bare commits, so that a ratio can be quoted that another machine will reproduce.
 *
 * <p>No routes, no fleet, no other load on the database.
 *
 * <p>Start reading at {@link io.tidemark.connectors.bench.settlement.SettlementBench}.
 */
@NullMarked
package io.tidemark.connectors.bench.settlement;

import org.jspecify.annotations.NullMarked;
