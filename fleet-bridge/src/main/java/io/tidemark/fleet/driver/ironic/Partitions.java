package io.tidemark.fleet.driver.ironic;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.fleet.driver.Isolation;
import io.tidemark.fleet.driver.Isolation.Kind;
import io.tidemark.fleet.driver.Isolation.Partition;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What the site has written on a node and its ports of the tenant's networks, in {@code extra}: {@code tidemark_network},
 * {@code tidemark_vlan}, {@code tidemark_infiniband_partition}, {@code tidemark_nvlink_partition}. Of a port that Neutron
 * serves, the tenant's port there is a network too. Ironic itself knows no more.
 */
final class Partitions {
    private Partitions() {}

    /** @param ports as {@code /v1/ports/detail} answers of the node */
    static Isolation of(JsonNode node, JsonNode ports) {
        Set<Partition> found = new LinkedHashSet<>();
        collect(node.path("extra"), found);
        for (JsonNode port : ports.path("ports")) {
            collect(port.path("extra"), found);
            add(Kind.NETWORK, port.path("internal_info").path("tenant_vif_port_id"), found);
        }
        return new Isolation(found.stream().toList());
    }

    private static void collect(JsonNode extra, Set<Partition> found) {
        add(Kind.NETWORK, extra.path("tidemark_network"), found);
        add(Kind.VLAN, extra.path("tidemark_vlan"), found);
        add(Kind.INFINIBAND_PARTITION, extra.path("tidemark_infiniband_partition"), found);
        add(Kind.NVLINK_PARTITION, extra.path("tidemark_nvlink_partition"), found);
    }

    private static void add(Kind kind, JsonNode id, Set<Partition> found) {
        if (id.isValueNode() && !id.isNull() && !id.asText().isBlank()) {
            found.add(new Partition(kind, id.asText()));
        }
    }
}
