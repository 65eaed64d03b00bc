package io.tidemark.fleet.driver;

import io.tidemark.exchange.contract.PoolId;
import java.util.Optional;

/**
 * What a backend says about a node.
 *
 * @param domain the NVLink domain it stands in: one server, or one rack of trays. A domain is what is sold as a lot
 * @param phase the backend's state in the words of this interface
 * @param backendState the backend's own state, verbatim, for people and for the record
 * @param since when the phase began, epoch milliseconds, never after the reading
 * @param simulated whether there is no machine behind it; whatever is shown of such a node must say so
 * @param lease who has it, if anyone
 * @param generation the latest generation it has seen, 0 for none
 * @param sanitizeEpoch the generation of the last sanitizing that was begun, 0 for none
 * @param busy whether it is INTERNAL and cannot be taken out of internal use now; another one should be asked for
 * @param ssh where a tenant reaches it once it is active
 */
public record NodeView(
        NodeRef node,
        PoolId pool,
        String domain,
        Phase phase,
        String backendState,
        long since,
        boolean simulated,
        Optional<LeaseKey> lease,
        long generation,
        long sanitizeEpoch,
        boolean busy,
        Endpoint ssh) {
    /** The same of a node that cannot be taken out of internal use now. */
    public NodeView asBusy() {
        return new NodeView(
                node, pool, domain, phase, backendState, since, simulated, lease, generation, sanitizeEpoch, true, ssh);
    }
}
