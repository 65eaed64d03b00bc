/**
 * How much a whole market takes, and how long a command takes until it is durable: the exchange as it runs, through
 * Hazelcast with the synced journal, under a load of orders.
 *
 * <p>A load is either offered, so many commands a second however long the answers take, or as much as is answered, with a
 * bound to what is on its way. Of every acknowledged command the sequence and the answer are kept; afterwards the
 * exchange is opened again on its directory, and what was acknowledged must be there.
 *
 * <p>Start reading at {@link io.tidemark.connectors.bench.durable.DurableBench}.
 */
@NullMarked
package io.tidemark.connectors.bench.durable;

import org.jspecify.annotations.NullMarked;
