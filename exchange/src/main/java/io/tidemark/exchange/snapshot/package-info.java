/**
 * What a pool was after some sequence, kept so that recovery need not begin at the beginning.
 *
 * <p>A snapshot is never the truth: that is the journal. One that is damaged, or that another release wrote, is passed
 * over for an older one, and the records behind it are replayed.
 *
 * <p>Start reading at {@link io.tidemark.exchange.snapshot.SnapshotStore}.
 */
@NullMarked
package io.tidemark.exchange.snapshot;

import org.jspecify.annotations.NullMarked;
