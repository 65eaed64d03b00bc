/**
 * The life of a node between internal work and tenants, and the fleet as settlement and surplus see it.
 *
 * <p>What is wanted is written and committed before anything is asked of a backend; then one loop compares it with what
 * the backend says and takes one legal step per node. So a process may die at any instant, and the next one goes on from
 * the rows. A node never goes from one holder to another without complete proof that it was sanitized in between, and
 * never has two.
 *
 * <p>Nothing here reads a clock, draws a number, starts a thread, knows a price or picks a winner.
 *
 * <p>Start reading at {@link io.tidemark.fleet.node.Fleet}, then {@link io.tidemark.fleet.node.Transitions} and {@link
 * io.tidemark.fleet.node.Reconciler}.
 */
@NullMarked
package io.tidemark.fleet.node;

import org.jspecify.annotations.NullMarked;
