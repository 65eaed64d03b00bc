/**
 * Between the books and the machines: what was sold becomes a delivery for the fleet, and what the fleet handed over
 * becomes a reading for the meter.
 *
 * <p>It keeps no state of its own: what was asked is in the tasks of settlement, what was done is in the rows of the
 * fleet, and both may be asked again at any time. It never moves money and never touches a machine.
 *
 * <p>Start reading at {@link io.tidemark.fleet.dispatch.Dispatch} and {@link io.tidemark.fleet.dispatch.FleetMeter}.
 */
@NullMarked
package io.tidemark.fleet.dispatch;

import org.jspecify.annotations.NullMarked;
