/**
 * {@code tidemark bench}: the command line of the load programs.
 *
 * <p>It reads options and files, brings the clocks, shows progress on the error stream and prints one line of JSON; what is
 * measured, and how, is said by the programs of the simulations. It speaks to no running market.
 *
 * <p>Start reading at {@link io.tidemark.connectors.bench.BenchCommand}.
 */
@NullMarked
package io.tidemark.connectors.bench;

import org.jspecify.annotations.NullMarked;
