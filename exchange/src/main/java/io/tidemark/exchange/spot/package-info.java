/**
 * Spot: evergreen interruptible bids, the hourly auction that turns the best of them into leases, and the choice of
 * leases to end when internal demand returns.
 *
 * <p>The two rules ({@code SpotAuction} and {@code Reclaim}) are pure functions over small values. When they run, who is
 * told and what it costs is for the pool to say; nothing here knows a clock, a wallet or a framework.
 *
 * <p>Start reading at {@link io.tidemark.exchange.spot.SpotAuction}.
 */
@NullMarked
package io.tidemark.exchange.spot;

import org.jspecify.annotations.NullMarked;
