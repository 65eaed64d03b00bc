package io.tidemark.fleet.node;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.NodeRef;
import java.util.OptionalLong;

/**
 * A node in the hands of a tenant, or on its way there, as a program on it may know it.
 *
 * @param generation of the deployment; another tenant has another
 * @param noticeEnds when it must be given back, epoch milliseconds, if its holder has been told to
 * @param until the end of the last hour that is known to be its tenant's; empty for a spot lease, which has none
 */
public record LeasedNode(
        NodeRef node,
        long generation,
        PoolId pool,
        NodeState state,
        boolean simulated,
        OptionalLong noticeEnds,
        OptionalLong until) {}
