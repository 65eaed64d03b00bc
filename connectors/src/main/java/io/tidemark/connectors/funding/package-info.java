/**
 * Money follows orders: an account keeps its cash at home, in the ledger, and each order takes along into its pool
 * exactly what the pool's wallet lacks for it. What is free again when nothing is open goes home.
 *
 * <p>It stands between the doors and the exchange and looks like the exchange to both; no door knows of it. It never
 * decides whether an order is good: that is the engine's, which sees the money and the order in one step.
 *
 * <p>Start reading at {@link io.tidemark.connectors.funding.FundedExchange}.
 */
@NullMarked
package io.tidemark.connectors.funding;

import org.jspecify.annotations.NullMarked;
