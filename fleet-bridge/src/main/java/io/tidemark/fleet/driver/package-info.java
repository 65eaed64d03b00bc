/**
 * What a fleet must be able to do for the exchange, whatever stands behind it: list its nodes, claim and deploy them,
 * erase them and show the proof, and take them out of internal use.
 *
 * <p>Every call is idempotent, returns at once, and never waits for hardware: that a call returned means the backend
 * took note, and only {@link io.tidemark.fleet.driver.Provisioner#list} says what came of it. Nothing here decides
 * anything about a market, starts a thread, or reads a clock: {@code now} is always an argument.
 *
 * <p>Start reading at {@link io.tidemark.fleet.driver.Provisioner}.
 */
@NullMarked
package io.tidemark.fleet.driver;

import org.jspecify.annotations.NullMarked;
