/**
 * A fleet without machines: rows in PostgreSQL that take as long as machines would, and fail as machines do.
 *
 * <p>How long a step takes and whether it fails is a function of the seed, the node and the generation, so a restart goes
 * on where it was and a run can be had again. What has begun is in rows: a killed process loses nothing. Every node says
 * that it is simulated, and answers at an address of the ranges reserved for documentation. It never touches a machine,
 * reads a clock or starts a thread: a step that is due happens when somebody looks.
 *
 * <p>Start reading at {@link io.tidemark.fleet.driver.embedded.EmbeddedFleet}.
 */
@NullMarked
package io.tidemark.fleet.driver.embedded;

import org.jspecify.annotations.NullMarked;
