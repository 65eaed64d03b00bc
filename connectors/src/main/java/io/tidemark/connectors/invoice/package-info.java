/**
 * What a period comes to for an account, on paper: as fields for a program, as a spreadsheet, and as a page to print.
 *
 * <p>One reading of the books makes all three, so that they cannot differ. Nothing is added up here that the books did not
 * add up; only text is made of amounts.
 *
 * <p>Start reading at {@link io.tidemark.connectors.invoice.BookInvoices}.
 */
@NullMarked
package io.tidemark.connectors.invoice;

import org.jspecify.annotations.NullMarked;
