/**
 * What analysts write, as text: CSV files into lines of cells, each with its place, and what is wrong with them.
 *
 * <p>Everything that comes in here is taken for hostile: files are read up to a limit, as strict UTF-8, and outside of
 * comments nothing but plain ASCII passes. Nothing here knows what a table is about.
 *
 * <p>Start reading at {@link io.tidemark.pricing.sheet.Sheet}.
 */
@NullMarked
package io.tidemark.pricing.sheet;

import org.jspecify.annotations.NullMarked;
