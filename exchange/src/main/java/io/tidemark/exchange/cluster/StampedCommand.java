package io.tidemark.exchange.cluster;

import io.tidemark.exchange.pool.Command;

/**
 * A command with the time and the chance that its sequencer gave it.
 *
 * @param time market time, epoch milliseconds
 */
public record StampedCommand(long time, long draw, Command command) {}
