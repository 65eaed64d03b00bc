/**
 * The command line of somebody who trades: each command is one request to the REST door ({@code watch} follows its event stream), printed for people, or as the
 * server's own JSON with {@code --json}.
 *
 * <p>It knows nothing of the market that the server has not said, and never asks the exchange directly. Exit codes: 0
 * done, 1 refused, 2 wrongly used, 3 no server.
 *
 * <p>Start reading at {@link io.tidemark.connectors.cli.ClientCommands}, then at {@code Remote}.
 */
@NullMarked
package io.tidemark.connectors.cli;

import org.jspecify.annotations.NullMarked;
