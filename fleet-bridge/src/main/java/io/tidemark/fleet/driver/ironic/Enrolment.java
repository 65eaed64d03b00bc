package io.tidemark.fleet.driver.ironic;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.Endpoint;
import io.tidemark.fleet.driver.LotShape;
import io.tidemark.fleet.driver.NodeRef;
import java.util.Optional;

/**
 * What the operator said of a node when it was enrolled: its name, and in its {@code extra} {@code tidemark_pool} (such as
 * {@code B200X8.PRN1}), {@code tidemark_domain} (the NVLink domain; a server that is a domain of its own needs none) and
 * {@code tidemark_ssh} (host or host:port where a tenant reaches it, else its name).
 */
record Enrolment(NodeRef ref, PoolId pool, String domain, Endpoint ssh) {
    private static final int SSH = 22;

    /**
     * Empty if the node is not for us.
     *
     * @throws IllegalArgumentException if it is, and something about it cannot be right
     */
    static Optional<Enrolment> read(JsonNode node) {
        JsonNode extra = node.path("extra");
        if (!extra.path("tidemark_pool").isTextual()) {
            return Optional.empty();
        }
        PoolId pool = PoolId.parse(extra.get("tidemark_pool").asText());
        NodeRef ref = new NodeRef(node.path("name").asText(""));
        String domain = extra.path("tidemark_domain").asText("");
        if (domain.isEmpty()) {
            if (LotShape.of(pool.sku()).nodesPerDomain() > 1) {
                throw new IllegalArgumentException(
                        "extra.tidemark_domain is missing: name the NVLink domain of " + ref);
            }
            domain = ref.name();
        }
        return Optional.of(new Enrolment(
                ref, pool, domain, endpoint(extra.path("tidemark_ssh").asText(ref.name()))));
    }

    private static Endpoint endpoint(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || text.endsWith("]")) {
            return new Endpoint(text, SSH);
        }
        try {
            return new Endpoint(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException(
                    "extra.tidemark_ssh: not host or host:port, such as 10.1.2.3:22: '" + text + "'", malformed);
        }
    }
}
