/**
 * OpenStack Ironic as the owner of the machines: its nodes, its cleaning, its allocations and its deployments, through its
 * REST API (microversion 1.69, which Ironic has had since 2020; tried with 21.4).
 *
 * <p>A node that Ironic holds in {@code manageable} is in internal use; {@code available} with our mark is clean. What we must
 * remember of a node stands in Ironic, in {@code extra.tidemark} and in the name and {@code extra} of its allocation, so a
 * bridge that has lost its memory reads it back. The proof of a sanitizing is read from the ramdisk logs that Ironic collects
 * after every cleaning; what is not in them was not done. Never touched: a node whose {@code extra} has no {@code
 * tidemark_pool}. Nothing here waits for a machine: what has not happened yet is asked for again.
 *
 * <p>Start reading at {@link io.tidemark.fleet.driver.ironic.IronicFleet}, then {@link
 * io.tidemark.fleet.driver.ironic.Mark}.
 */
@NullMarked
package io.tidemark.fleet.driver.ironic;

import org.jspecify.annotations.NullMarked;
