package io.tidemark.fleet.driver.ironic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.fleet.driver.Fence;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import java.util.Optional;

/**
 * Ironic's word that a node is set aside for a lease. Ironic takes each name once, which makes asking twice asking once, and
 * gives a node to one allocation, which decides between two bidders; it removes the allocation itself when the lease is over.
 *
 * @param node the UUID of the node it got, empty for none
 * @param state "allocating", "active" or "error"
 * @param generation of the claim
 */
record Allocation(String name, String node, String state, LeaseKey lease, long generation) {
    static final String FIELDS = "name,node_uuid,state,extra";

    private static final String LEASE = "tidemark_lease";
    private static final String GENERATION = "tidemark_generation";

    /** Empty if it is not ours. */
    static Optional<Allocation> read(JsonNode allocation) {
        JsonNode extra = allocation.path("extra");
        if (!extra.path(LEASE).isTextual() || !extra.path(GENERATION).isIntegralNumber()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Allocation(
                    allocation.path("name").asText(),
                    allocation.hasNonNull("node_uuid")
                            ? allocation.get("node_uuid").asText()
                            : "",
                    allocation.path("state").asText(),
                    LeaseKey.parse(extra.get(LEASE).asText()),
                    extra.get(GENERATION).asLong()));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    /** Such as {@code "tidemark_firm_B200X8.PRN1_7_498761_g12_b200-01"}. */
    static String name(Fence fence, NodeRef node) {
        return "tidemark_" + fence.lease().toString().replace(':', '_') + "_g" + fence.generation() + "_" + node;
    }

    /** What to ask Ironic for. */
    static ObjectNode request(BareMetal node, Fence fence) {
        ObjectNode request = IronicApi.JSON
                .createObjectNode()
                .put("name", name(fence, node.enrolment().ref()))
                .put("resource_class", node.resourceClass());
        request.putArray("candidate_nodes").add(node.uuid());
        request.putObject("extra").put(LEASE, fence.lease().toString()).put(GENERATION, fence.generation());
        return request;
    }
}
