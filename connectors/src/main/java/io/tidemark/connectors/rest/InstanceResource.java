package io.tidemark.connectors.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a program on a leased node is told of the node. Its token is no account's key, and opens nothing else. */
@Path("/v1/instance")
@Produces(MediaType.APPLICATION_JSON)
public final class InstanceResource {
    private static final long MILLIS_PER_SECOND = 1_000;

    private final Market market;
    private final InstanceDesk instances;

    InstanceResource(Market market, InstanceDesk instances) {
        this.market = market;
        this.instances = instances;
    }

    /**
     * A node, flat, so that a shell can read it.
     *
     * @param secondsLeft of market time, from the moment of this answer, rounded down
     * @param reason why it ends before its time
     */
    record InstanceBody(
            String node,
            String pool,
            String state,
            @Nullable String endsAt,
            @Nullable Long secondsLeft,
            @Nullable String reason,
            boolean simulated) {}

    /** Open to the doorkeeper, who knows keys of accounts only: what is needed here is the token of a node. */
    @GET
    @Needs.Open
    public InstanceBody instance(@Context HttpHeaders headers) {
        String token = Doorkeeper.key(Optional.ofNullable(headers.getHeaderString(HttpHeaders.AUTHORIZATION)))
                .orElseThrow(() -> Problem.of(
                                ProblemCode.KEY_MISSING,
                                "the request carries no token",
                                "send the header Authorization: Bearer <the tidemark_token of the node's config drive>")
                        .asException());
        InstanceDesk.Instance instance = instances
                .byToken(token)
                .orElseThrow(() -> Problem.of(
                                ProblemCode.NO_SUCH_TENANCY,
                                "no node is with the tenant that this token was made for",
                                "use the tidemark_token of the config drive of the node that asks; it ends with the"
                                        + " node's time with its tenant")
                        .asException());
        OptionalLong endsAt = instance.endsAt();
        return new InstanceBody(
                instance.node(),
                instance.pool().toString(),
                instance.state().name(),
                endsAt.isPresent() ? Amounts.at(endsAt.getAsLong()) : null,
                endsAt.isPresent() ? Math.max(0, endsAt.getAsLong() - market.now()) / MILLIS_PER_SECOND : null,
                instance.reason().orElse(null),
                instance.simulated());
    }
}
