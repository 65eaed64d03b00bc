/**
 * The little that the fleet needs above JDBC: a transaction as a block, arguments in order, rows as values.
 *
 * <p>It hides no SQL and knows no table.
 *
 * <p>Start reading at {@link io.tidemark.fleet.jdbc.Transactions}.
 */
@NullMarked
package io.tidemark.fleet.jdbc;

import org.jspecify.annotations.NullMarked;
