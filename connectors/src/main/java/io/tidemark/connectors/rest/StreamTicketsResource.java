package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Scope;
import io.tidemark.connectors.stream.StreamTickets;
import io.tidemark.connectors.stream.StreamTickets.Ticket;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;

/** Tickets to the event stream, for those who cannot send a key with the request that opens it. */
@Path("/v1/stream-tickets")
@Produces(MediaType.APPLICATION_JSON)
public final class StreamTicketsResource {
    private final StreamTickets tickets;

    StreamTicketsResource(StreamTickets tickets) {
        this.tickets = tickets;
    }

    /** A ticket; {@code expiresAt} is real time, unlike all other instants here. */
    record TicketBody(String ticket, String expiresAt) {}

    @POST
    @Needs(Scope.VIEW)
    public Response issue(@Context SecurityContext security) {
        Ticket ticket = tickets.issue(Caller.of(security));
        return Response.status(Response.Status.CREATED)
                .header("Cache-Control", "no-store")
                .entity(new TicketBody(ticket.ticket(), ticket.expiresAt().toString()))
                .build();
    }
}
