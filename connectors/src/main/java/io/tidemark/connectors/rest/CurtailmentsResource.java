package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Account;
import io.tidemark.connectors.account.Scope;
import io.tidemark.connectors.rest.CurtailmentDesk.Declared;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Lots;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command.Curtail;
import io.tidemark.exchange.pool.Reply;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Emergency: firm titles are taken back. One operator declares it and another confirms it; only then does it happen. */
@Path("/v1/operator/pools/{pool}/curtailments")
@Produces(MediaType.APPLICATION_JSON)
public final class CurtailmentsResource {
    private static final Pattern ID = Pattern.compile("C[0-9]{1,18}");

    private final Market market;
    private final CurtailmentDesk desk;

    CurtailmentsResource(Market market, CurtailmentDesk desk) {
        this.market = market;
        this.desk = desk;
    }

    /** How many lots are to be freed in each of some hours. */
    record CurtailmentEntry(
            @Nullable String start,
            @Nullable Integer hours,
            @Nullable Long lots) {}

    /**
     * A curtailment.
     *
     * @param status WAITING for a second person, or DONE
     * @param confirmBefore in real time, unlike other instants; absent once it is done
     */
    record CurtailmentBody(
            String curtailmentId,
            String pool,
            String start,
            int hours,
            long lots,
            String status,
            String declaredBy,
            @Nullable String confirmedBy,
            @Nullable String confirmBefore) {}

    record CurtailmentsBody(List<CurtailmentBody> curtailments) {}

    @GET
    @Needs(Scope.OPERATOR)
    public CurtailmentsBody waiting(@PathParam("pool") String name) {
        return new CurtailmentsBody(desk.waiting(market.pool(name)).stream()
                .map(declared -> body(declared, null))
                .toList());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Scope.OPERATOR)
    public Response declare(
            @PathParam("pool") String name, @Nullable CurtailmentEntry body, @Context SecurityContext security) {
        PoolId pool = market.pool(name);
        CurtailmentEntry entry = Json.required(body, CurtailmentEntry.class);
        DeliveryWindow hours = Fields.window(entry.start(), entry.hours(), market.now());
        long lots = Fields.required(entry.lots(), "lots", "how many lots are to be freed in each hour");
        if (lots < 1) {
            throw Fields.invalid("lots", Lots.doing(lots, "frees", "free") + " nothing", "send 1 or more");
        }
        Declared declared = desk.declare(pool, hours, lots, Caller.of(security));
        return Response.created(URI.create("/v1/operator/pools/" + pool + "/curtailments/" + id(declared)))
                .entity(body(declared, null))
                .build();
    }

    /** A second person agrees, and it happens. */
    @POST
    @Path("{id}/confirmation")
    @Needs(Scope.OPERATOR)
    public CurtailmentBody confirm(
            @PathParam("pool") String name, @PathParam("id") String text, @Context SecurityContext security) {
        PoolId pool = market.pool(name);
        Account second = Caller.of(security);
        Declared declared = find(pool, text);
        if (declared.by().number() == second.number()) {
            throw Problem.of(
                            ProblemCode.SECOND_PERSON_NEEDED,
                            text + " was declared by " + second.name() + ", who cannot confirm it as well",
                            "have another operator confirm it with a key of their own")
                    .asException();
        }
        // Taken first: of two who confirm at once only one does it.
        if (!desk.take(declared)) {
            throw noSuchCurtailment().asException();
        }
        Reply reply = market.submitForReply(
                pool,
                new Curtail(declared.hours(), declared.lots(), declared.by().name(), second.name()),
                "look at the sold lots of the hours with GET /v1/pools/" + pool
                        + "/hours before you declare it again: it would take as many again");
        if (reply instanceof Reply.Refused refused) {
            desk.putBack(declared);
            throw Problem.of(refused).asException();
        }
        return body(declared, second);
    }

    private Declared find(PoolId pool, String text) {
        if (!ID.matcher(text).matches()) {
            throw noSuchCurtailment().asException();
        }
        return desk.find(pool, Long.parseLong(text.substring(1)))
                .orElseThrow(() -> noSuchCurtailment().asException());
    }

    private static Problem noSuchCurtailment() {
        return Problem.of(
                ProblemCode.NO_SUCH_CURTAILMENT,
                "no such curtailment of this pool waits for a second person",
                "list those that do with GET; one is forgotten " + CurtailmentDesk.PATIENCE.toMinutes()
                        + " minutes after it was declared");
    }

    private static String id(Declared declared) {
        return "C" + declared.number();
    }

    private static CurtailmentBody body(Declared declared, @Nullable Account second) {
        return new CurtailmentBody(
                id(declared),
                declared.pool().toString(),
                Hours.format(declared.hours().start()),
                declared.hours().hours(),
                declared.lots(),
                second == null ? "WAITING" : "DONE",
                declared.by().name(),
                second == null ? null : second.name(),
                second == null ? Amounts.at(declared.until().toEpochMilli()) : null);
    }
}
