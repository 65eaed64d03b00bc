/**
 * What the pools say, in sequence: how commands and their events are written into the journal and read back from it.
 *
 * <p>The journal is the one source of truth. Whoever needs events (a gateway, settlement, an auditor) reads them here by
 * sequence, after they are durable; nothing is kept anywhere else.
 *
 * <p>Start reading at {@link io.tidemark.exchange.feed.LoggedCommand}.
 */
@NullMarked
package io.tidemark.exchange.feed;

import org.jspecify.annotations.NullMarked;
