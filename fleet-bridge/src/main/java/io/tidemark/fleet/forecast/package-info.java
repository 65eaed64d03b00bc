/**
 * What internal demand will leave of a pool in each hour ahead, and how far that can be trusted.
 *
 * <p>It is a fold over the readings of one pool. From the hours it has watched it learns what a week looks like and how long
 * a deviation from that lasts; from its own past errors, each forecast made before its outcome was seen, it learns how
 * wrong it is at which distance. It never decides what is offered or sold, reads no clock and asks no source by itself.
 *
 * <p>Start reading at {@link io.tidemark.fleet.forecast.DemandForecast}.
 */
@NullMarked
package io.tidemark.fleet.forecast;

import org.jspecify.annotations.NullMarked;
