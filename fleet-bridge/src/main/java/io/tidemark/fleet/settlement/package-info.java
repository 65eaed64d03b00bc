/**
 * From the journal to the books and to the fleet: every event that moves money is booked once, and every promise of the
 * market (a delivery, a lease, a notice) becomes a task that is done once.
 *
 * <p>Exactly once comes from the database: one transaction books a batch of events, makes their tasks, and moves the
 * offset in the journal. A task is called with an idempotency key and then marked as done, so that a call may happen
 * twice and its effect once. Nothing waits in memory; what fails is a row with a time to try again, and after some
 * attempts a row that a person can see and retry.
 *
 * <p>It computes no price, fee or payout, and names no machine. Camel says when; plain classes do the work.
 *
 * <p>Start reading at {@link io.tidemark.fleet.settlement.Settlement}, then {@code Books}, {@code Ingest}, {@code Mirror} and {@code
 * StepWork}.
 */
@NullMarked
package io.tidemark.fleet.settlement;

import org.jspecify.annotations.NullMarked;
