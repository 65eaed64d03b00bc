package io.tidemark.connectors.explain;

import io.tidemark.fleet.release.PricedTick;

/**
 * A pricing that a pool was told.
 *
 * @param sequence the place of its publication in the pool's log
 * @param time market time of that, epoch milliseconds
 */
public record PublishedTick(PricedTick tick, long sequence, long time) {}
