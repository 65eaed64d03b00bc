/**
 * The program: puts exchange, rules, fleet, participants and doors together and keeps them going.
 *
 * <p>Here, and only here, clocks are read and threads are started. Nothing in this package decides anything about the
 * market: it carries readings to the operator's desk and commands to the exchange.
 *
 * <p>Start reading at {@link io.tidemark.connectors.server.Tidemark}.
 */
@NullMarked
package io.tidemark.connectors.server;

import org.jspecify.annotations.NullMarked;
