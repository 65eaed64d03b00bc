/**
 * Documents that people write: YAML that knows where each part stands, held against a published JSON schema.
 *
 * <p>The schema says which keys there are, what each may be and what it is when left out. What is wrong is told all at
 * once, each with file, line, column and what would be right. It opens no file and knows no document in particular.
 *
 * <p>Start reading at {@link io.tidemark.simulations.document.Resolution}.
 */
@NullMarked
package io.tidemark.simulations.document;

import org.jspecify.annotations.NullMarked;
