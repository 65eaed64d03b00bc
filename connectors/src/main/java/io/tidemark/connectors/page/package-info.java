/**
 * The web page: files that a browser gets as they are. Everything that the page shows and does goes through the REST door
 * and the event stream, as for any other client; the page itself lies in the resources of this package.
 *
 * <p>It never looks into the exchange, never renders anything, and serves no file that is not in its list.
 *
 * <p>Start reading at {@link io.tidemark.connectors.page.PageHandler}, then at {@code index.html} and {@code app.js}.
 */
@NullMarked
package io.tidemark.connectors.page;

import org.jspecify.annotations.NullMarked;
