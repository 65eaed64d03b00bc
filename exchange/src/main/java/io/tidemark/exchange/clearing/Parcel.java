package io.tidemark.exchange.clearing;

import io.tidemark.exchange.contract.DeliveryWindow;

/**
 * How titles are held: one trade's lots in one window. Meter and escrow follow the parcel; resale delivers the oldest
 * first.
 *
 * @param id the trade that made it
 * @param orderId the buyer's order
 * @param account who bought it
 * @param allOrNone whether its lots are of use only together
 */
public record Parcel(long id, long orderId, long account, DeliveryWindow window, long lots, boolean allOrNone) {}
