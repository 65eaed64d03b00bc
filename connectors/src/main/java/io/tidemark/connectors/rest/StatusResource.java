package io.tidemark.connectors.rest;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.CallReason;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View.PoolView;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the exchange is doing, for people, for probes and for programs that look for the description. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public final class StatusResource {
    private final Market market;

    StatusResource(Market market) {
        this.market = market;
    }

    record StatusBody(@Nullable String marketTime, String currency, List<PoolPhase> pools) {}

    record PoolPhase(
            String pool,
            String phase,
            @Nullable String callReason,
            @Nullable String phaseEndsAt) {}

    record HealthBody(String status, @Nullable String marketTime) {}

    @GET
    @Path("v1/status")
    @Needs.Open
    public StatusBody status() {
        return new StatusBody(
                Amounts.instant(market.now()),
                "USD",
                market.pools().stream().map(this::phase).toList());
    }

    private PoolPhase phase(PoolId pool) {
        PoolView view = market.know(pool, new Query.PoolStatus(), PoolView.class);
        return new PoolPhase(
                pool.toString(),
                view.phase().name(),
                view.reason() == CallReason.NONE ? null : view.reason().name(),
                Amounts.instant(view.phaseEndsAt()));
    }

    /** Up means that every pool answers; one that does not makes it 503. */
    @GET
    @Path("health")
    @Needs.Open
    public HealthBody health() {
        market.pools().forEach(pool -> market.know(pool, new Query.PoolStatus(), PoolView.class));
        return new HealthBody("UP", Amounts.instant(market.now()));
    }

    @GET
    @Path("v1/openapi.yaml")
    @Produces("application/yaml")
    @Needs.Open
    public byte[] openApi() throws IOException {
        try (InputStream description =
                Objects.requireNonNull(StatusResource.class.getResourceAsStream("openapi.yaml"), "openapi.yaml")) {
            return description.readAllBytes();
        }
    }
}
