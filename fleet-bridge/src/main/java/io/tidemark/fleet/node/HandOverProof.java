package io.tidemark.fleet.node;

import io.tidemark.fleet.driver.Isolation;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.SanitizeReport;
import java.util.Optional;

/**
 * That a node was erased before it came into its holder's hands, and what kept it apart from others then. It does not change
 * any more once it is there.
 *
 * @param lot the NVLink domain that was handed over, with this node in it
 * @param readyAt when the last node of the lot passed its health check, epoch milliseconds
 * @param report the last complete sanitizing before that
 * @param isolation what the driver said of the deployment; empty if it was not asked, or has not answered yet
 */
public record HandOverProof(
        LeaseKey key, String lot, NodeRef node, long readyAt, SanitizeReport report, Optional<Isolation> isolation) {}
