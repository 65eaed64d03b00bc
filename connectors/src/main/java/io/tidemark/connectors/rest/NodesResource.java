package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Scope;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;

/** The machines of the account that calls, one line each: what an inventory script wants. */
@Path("/v1/nodes")
@Produces(MediaType.APPLICATION_JSON)
public final class NodesResource {
    private final FleetDesk fleet;

    NodesResource(FleetDesk fleet) {
        this.fleet = fleet;
    }

    record NodesBody(List<NodeLine> nodes) {}

    record NodeLine(
            String node, String leaseId, String pool, String state, String sshHost, int sshPort, boolean simulated) {
        static NodeLine of(FleetDesk.Lease lease, FleetDesk.Node node) {
            return new NodeLine(
                    node.name(),
                    lease.leaseId(),
                    lease.pool().toString(),
                    node.state(),
                    node.sshHost(),
                    node.sshPort(),
                    node.simulated());
        }
    }

    @GET
    @Needs(Scope.VIEW)
    public NodesBody nodes(@Context SecurityContext security) {
        return new NodesBody(fleet.leases(Caller.of(security).number()).stream()
                .flatMap(lease -> lease.assigned().stream()
                        .flatMap(lot -> lot.nodes().stream())
                        .map(node -> NodeLine.of(lease, node)))
                .toList());
    }
}
