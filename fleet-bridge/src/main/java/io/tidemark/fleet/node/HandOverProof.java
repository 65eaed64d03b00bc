package io.tidemark.fleet.node;

import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.SanitizeReport;

/**
 * That a node was erased before it came into its holder's hands. It does not change any more once it is there.
 *
 * @param lot the NVLink domain that was handed over, with this node in it
 * @param readyAt when the last node of the lot passed its health check, epoch milliseconds
 * @param report the last complete sanitizing before that
 */
public record HandOverProof(LeaseKey key, String lot, NodeRef node, long readyAt, SanitizeReport report) {}
