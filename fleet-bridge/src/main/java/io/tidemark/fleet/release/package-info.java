/**
 * The operator's desk: from internal demand and prices to what the exchange is told, step by step.
 *
 * <p>Each step reads the demand, has the surplus decided and the pool priced, and gives the commands that follow:
 * capacity, warnings of a need, published rules, supply, meter readings. It is a pure function of its inputs and its
 * remembered state; the live program and a simulation drive the same desk. It never speaks to the exchange itself and reads
 * no clock.
 *
 * <p>With the rules it publishes what they were made of, in a compact form that the pool's log carries; from that and the
 * tables the same tick can be made again.
 *
 * <p>Start reading at {@link io.tidemark.fleet.release.OperatorDesk}, then {@link io.tidemark.fleet.release.PricedTick}.
 */
@NullMarked
package io.tidemark.fleet.release;

import org.jspecify.annotations.NullMarked;
