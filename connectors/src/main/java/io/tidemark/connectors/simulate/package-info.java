/**
 * {@code tidemark simulate}: the command line of the simulations.
 *
 * <p>It reads options, shows progress and says in the end what came of it and with which exit code; markets are played by
 * the simulations themselves. It speaks to no running market.
 *
 * <p>Start reading at {@link io.tidemark.connectors.simulate.SimulateCommand}.
 */
@NullMarked
package io.tidemark.connectors.simulate;

import org.jspecify.annotations.NullMarked;
