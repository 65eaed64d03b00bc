package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Scope;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;

/** What a period came to for the account that calls. */
@Path("/v1/invoices/{period}")
public final class InvoicesResource {
    private final InvoiceAnswers answers;

    InvoicesResource(InvoiceAnswers answers) {
        this.answers = answers;
    }

    @GET
    @Produces(InvoiceAnswers.JSON)
    @Needs(Scope.VIEW)
    public Response json(@PathParam("period") String period, @Context SecurityContext security) {
        return answers.json(Caller.of(security), period);
    }

    @GET
    @Produces(InvoiceAnswers.CSV)
    @Needs(Scope.VIEW)
    public Response csv(@PathParam("period") String period, @Context SecurityContext security) {
        return answers.csv(Caller.of(security), period);
    }

    @GET
    @Produces(InvoiceAnswers.HTML)
    @Needs(Scope.VIEW)
    public Response html(@PathParam("period") String period, @Context SecurityContext security) {
        return answers.html(Caller.of(security), period);
    }
}
