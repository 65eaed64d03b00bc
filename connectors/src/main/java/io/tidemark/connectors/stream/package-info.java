/**
 * The live event stream: what changed in the pools, for those who have read a snapshot and want it to stay right.
 *
 * <p>It is level-triggered. A few times a second a round looks at every pool in which something was decided, finds out what
 * is not as it was the round before, and remembers that as one {@code Change}. A reader is told how the changed things stand
 * now; whoever fell behind, or was away and says where it was, is told how everything stands that changed since. So a slow
 * reader costs no more memory than the message that is on its way, and waits for nobody but itself. Trades are no states:
 * each is told.
 *
 * <p>It never enters anything, never holds up the pools, and tells an account's orders to nobody else. It knows neither HTTP
 * nor JSON: where bytes go is an {@link io.tidemark.connectors.stream.Outlet}, how things are written down a {@link
 * io.tidemark.connectors.stream.Bodies}.
 *
 * <p>Start reading at {@link io.tidemark.connectors.stream.StreamHub}.
 */
@NullMarked
package io.tidemark.connectors.stream;

import org.jspecify.annotations.NullMarked;
