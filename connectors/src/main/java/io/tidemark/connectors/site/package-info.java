/**
 * What stands behind the pools: the machines, and the internal work that has them first.
 *
 * <p>It puts the drivers of the fleet together as a site has configured them, and keeps their readings of internal demand
 * fresh. It decides nothing: what is offered is for the operator's desk, what happens to a node is for the fleet.
 *
 * <p>Start reading at {@link io.tidemark.connectors.site.Site}.
 */
@NullMarked
package io.tidemark.connectors.site;

import org.jspecify.annotations.NullMarked;
