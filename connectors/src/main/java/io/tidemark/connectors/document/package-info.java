/**
 * Small JSON documents by name, each read and replaced as a whole: the accounts, when the market began, what a desk must
 * remember.
 *
 * <p>On one machine each is a file of a directory that the program has for itself. Of several machines each is a row in the
 * database that they share, and a change by one of them is known to the others within a moment. What was acknowledged to
 * anybody as an order or as money is never here: that is in the journal.
 *
 * <p>Start reading at {@link io.tidemark.connectors.document.Document}.
 */
@NullMarked
package io.tidemark.connectors.document;

import org.jspecify.annotations.NullMarked;
