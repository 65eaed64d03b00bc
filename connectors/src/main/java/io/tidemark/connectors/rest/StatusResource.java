package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Scope;
import io.tidemark.connectors.rest.HealthDesk.Level;
import io.tidemark.connectors.rest.HealthDesk.Part;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.CallReason;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View.PoolView;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the exchange is doing, and what there is to know of it without a key, for people, for probes and for programs. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public final class StatusResource {
    private final Market market;
    private final HealthDesk health;
    private final CertificateDesk certificates;

    StatusResource(Market market, HealthDesk health, CertificateDesk certificates) {
        this.market = market;
        this.health = health;
        this.certificates = certificates;
    }

    /**
     * The market.
     *
     * @param health the worst of all parts
     * @param parts for the operator only
     */
    record StatusBody(
            @Nullable String marketTime,
            String currency,
            String health,
            List<PoolPhase> pools,
            @Nullable List<PartBody> parts) {}

    /**
     * A pool.
     *
     * @param phase null if the pool does not answer
     */
    record PoolPhase(
            String pool,
            @Nullable String phase,
            @Nullable String callReason,
            @Nullable String phaseEndsAt) {}

    record PartBody(
            String part,
            String health,
            String finding,
            @Nullable String remedy,
            Map<String, String> facts) {}

    record HealthBody(String status, @Nullable String marketTime) {}

    /** Answers also when nothing else does: that is when it is asked. */
    @GET
    @Path("v1/status")
    @Needs.Open
    public StatusBody status(@Context SecurityContext security) {
        List<PoolPhase> pools = market.pools().stream().map(this::phase).toList();
        List<Part> parts = health.parts();
        boolean silent = pools.stream().anyMatch(pool -> pool.phase() == null);
        return new StatusBody(
                Amounts.instant(market.now()),
                "USD",
                (silent ? Level.DOWN : HealthDesk.overall(parts)).name(),
                pools,
                isOperator(security) ? parts.stream().map(StatusResource::body).toList() : null);
    }

    private static boolean isOperator(SecurityContext security) {
        return security.getUserPrincipal() instanceof Caller caller
                && caller.account().may(Scope.OPERATOR);
    }

    private static PartBody body(Part part) {
        return new PartBody(
                part.name(),
                part.level().name(),
                part.finding(),
                part.remedy().isEmpty() ? null : part.remedy(),
                part.facts());
    }

    private PoolPhase phase(PoolId pool) {
        try {
            PoolView view = market.know(pool, new Query.PoolStatus(), PoolView.class);
            return new PoolPhase(
                    pool.toString(),
                    view.phase().name(),
                    view.reason() == CallReason.NONE ? null : view.reason().name(),
                    Amounts.instant(view.phaseEndsAt()));
        } catch (ProblemException silent) {
            return new PoolPhase(pool.toString(), null, null, null);
        }
    }

    /** The same as {@link #ready}, where probes of long ago look. */
    @GET
    @Path("health")
    @Needs.Open
    public HealthBody health() {
        return ready();
    }

    /** It answers, so it lives: nothing else is looked at, for a restart would mend nothing else. */
    @GET
    @Path("health/live")
    @Needs.Open
    public HealthBody live() {
        return new HealthBody("UP", Amounts.instant(market.now()));
    }

    /** Ready means that every pool answers and no part is down; otherwise it is 503. */
    @GET
    @Path("health/ready")
    @Needs.Open
    public HealthBody ready() {
        market.pools().forEach(pool -> market.know(pool, new Query.PoolStatus(), PoolView.class));
        if (HealthDesk.overall(health.parts()) == Level.DOWN) {
            throw Problem.of(
                            ProblemCode.UNAVAILABLE,
                            "a part without which the market cannot go on is down",
                            "try again later; the operator sees which one with tidemark status")
                    .asException();
        }
        return new HealthBody("UP", Amounts.instant(market.now()));
    }

    /** What certificates of hand-overs are checked with, PEM. */
    @GET
    @Path("v1/certificate-key")
    @Produces("application/x-pem-file")
    @Needs.Open
    public String certificateKey() {
        return certificates.publicKey();
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
