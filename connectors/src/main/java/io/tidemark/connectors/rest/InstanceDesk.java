package io.tidemark.connectors.rest;

import io.tidemark.exchange.contract.PoolId;
import java.util.Optional;
import java.util.OptionalLong;

/** What a program on a leased node may know, which has a token of the node and no account's key. */
@FunctionalInterface
public interface InstanceDesk {
    /** The node that a token is of, while it is started for the tenant or with the tenant that it was made for. */
    Optional<Instance> byToken(String token);

    /** How long a node is its tenant's. */
    enum State {
        /** It is being started, or waits for its hour. */
        STARTING,
        /** In the tenant's hands. */
        IN_USE,
        /** In the tenant's hands, and to be given back before its time. */
        UNDER_NOTICE
    }

    /**
     * A node.
     *
     * @param endsAt epoch milliseconds of market time: of a notice its end, of firm hours that of the last one known; empty if
     *     no end is set
     * @param reason of a notice, as {@code lease.notice} has it
     * @param simulated whether there is no machine behind it
     */
    record Instance(
            String node, PoolId pool, State state, OptionalLong endsAt, Optional<String> reason, boolean simulated) {}
}
