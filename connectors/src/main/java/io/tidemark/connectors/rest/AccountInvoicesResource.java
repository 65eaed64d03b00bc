package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Account;
import io.tidemark.connectors.account.AccountBook;
import io.tidemark.connectors.account.Scope;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;

/** What a period came to for any account, as an operator may know. */
@Path("/v1/operator/accounts/{name}/invoices/{period}")
public final class AccountInvoicesResource {
    private final AccountBook accounts;
    private final InvoiceAnswers answers;

    AccountInvoicesResource(AccountBook accounts, InvoiceAnswers answers) {
        this.accounts = accounts;
        this.answers = answers;
    }

    @GET
    @Produces(InvoiceAnswers.JSON)
    @Needs(Scope.OPERATOR)
    public Response json(@PathParam("name") String name, @PathParam("period") String period) {
        return answers.json(named(name), period);
    }

    @GET
    @Produces(InvoiceAnswers.CSV)
    @Needs(Scope.OPERATOR)
    public Response csv(@PathParam("name") String name, @PathParam("period") String period) {
        return answers.csv(named(name), period);
    }

    @GET
    @Produces(InvoiceAnswers.HTML)
    @Needs(Scope.OPERATOR)
    public Response html(@PathParam("name") String name, @PathParam("period") String period) {
        return answers.html(named(name), period);
    }

    private Account named(String name) {
        return accounts.byName(name)
                .orElseThrow(() -> Named.noSuchAccount(accounts, name, "").asException());
    }
}
