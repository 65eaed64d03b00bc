/**
 * The tables analysts edit: which tables there are, what their lines mean, and whether they answer every case exactly
 * once.
 *
 * <p>A table holds whole numbers and the names of machines, nothing that could run. What is wrong is told in the author's
 * coordinates: table, row, column, what is wrong, what would be right. Nothing here knows a rule engine or a price.
 *
 * <p>Start reading at {@link io.tidemark.pricing.table.Schema}, the list of all tables.
 */
@NullMarked
package io.tidemark.pricing.table;

import org.jspecify.annotations.NullMarked;
