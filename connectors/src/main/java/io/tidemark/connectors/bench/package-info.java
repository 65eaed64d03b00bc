/**
 * {@code tidemark bench}: the command line of the load programs.
 *
 * <p>It reads options and files, brings the clocks, shows progress on the error stream and prints lines of JSON; what is
 * measured, and how, is said by the programs of the simulations, and of the package beneath for the whole market under
 * load. It speaks to no running market.
 *
 * <p>Start reading at {@link io.tidemark.connectors.bench.BenchCommand}.
 */
@NullMarked
package io.tidemark.connectors.bench;

import org.jspecify.annotations.NullMarked;
