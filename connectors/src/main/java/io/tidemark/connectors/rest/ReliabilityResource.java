package io.tidemark.connectors.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** How well a pool keeps its word: public, and the same for everyone. */
@Path("/v1/pools/{pool}/reliability")
@Produces(MediaType.APPLICATION_JSON)
public final class ReliabilityResource {
    private final Market market;
    private final ReliabilityDesk desk;

    ReliabilityResource(Market market, ReliabilityDesk desk) {
        this.market = market;
        this.desk = desk;
    }

    @GET
    @Needs.Open
    public ReliabilityBody reliability(@PathParam("pool") String pool) {
        return desk.of(market.pool(pool));
    }
}
