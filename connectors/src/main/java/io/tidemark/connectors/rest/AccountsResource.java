package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Account;
import io.tidemark.connectors.account.AccountBook;
import io.tidemark.connectors.account.MalformedNameException;
import io.tidemark.connectors.account.NameTakenException;
import io.tidemark.connectors.account.Scope;
import io.tidemark.connectors.account.SessionBook;
import io.tidemark.exchange.contract.Money;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of those who trade: opened, given keys and FIX sessions. Operators are made elsewhere, at the machine: with one
 * operator's key nobody must be able to make a second person.
 */
@Path("/v1/operator/accounts")
@Produces(MediaType.APPLICATION_JSON)
public final class AccountsResource {
    private final AccountBook accounts;
    private final SessionBook sessions;
    private final CashDesk cash;

    AccountsResource(AccountBook accounts, SessionBook sessions, CashDesk cash) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.cash = cash;
    }

    record AccountsBody(List<AccountLine> accounts) {}

    /**
     * An account as the operator sees it.
     *
     * @param homeUsd cash in no pool
     * @param fixSessions the CompIDs of its FIX sessions
     */
    record AccountLine(String name, List<String> scopes, String homeUsd, List<String> fixSessions) {}

    record AccountEntry(@Nullable String name) {}

    /** The one time at which a key is shown. */
    record AccountCreated(String name, String apiKey, String note) {}

    record FixSessionEntry(@Nullable String compId) {}

    record FixSessionBody(String name, String compId, String note) {}

    @GET
    @Needs(Scope.OPERATOR)
    public AccountsBody all() {
        return new AccountsBody(accounts.all().stream().map(this::line).toList());
    }

    private AccountLine line(Account account) {
        return new AccountLine(
                account.name(),
                account.scopes().stream()
                        .sorted()
                        .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                        .toList(),
                Money.format(cash.home(account.number())),
                sessions.compIds().stream()
                        .filter(compId -> sessions.accountOf(compId)
                                .filter(owner -> owner == account.number())
                                .isPresent())
                        .toList());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Scope.OPERATOR)
    public Response open(@Nullable AccountEntry body) {
        String name =
                Fields.required(Json.required(body, AccountEntry.class).name(), "name", "a name such as acme-research");
        AccountBook.Created created;
        try {
            created = accounts.create(name);
        } catch (MalformedNameException malformed) {
            throw Fields.invalid("name", Fields.shown(malformed.getMessage()), "send " + malformed.expected());
        } catch (NameTakenException taken) {
            throw Problem.of(ProblemCode.NAME_TAKEN, Fields.shown(taken.getMessage()), "choose another name")
                    .at("name")
                    .asException();
        }
        return Response.status(Response.Status.CREATED)
                .entity(
                        new AccountCreated(
                                created.account().name(),
                                created.key(),
                                "Keep the key now: only its hash is stored. Deposits go to its home balance, and orders take along what they need."))
                .build();
    }

    /** For a key that is lost, or in the wrong hands. */
    @POST
    @Path("{name}/key")
    @Needs(Scope.OPERATOR)
    public AccountCreated renewKey(@PathParam("name") String name) {
        Account account = trader(name);
        AccountBook.Created renewed = accounts.renewKey(account.name()).orElseThrow();
        return new AccountCreated(
                name,
                renewed.key(),
                "Keep the key now: only its hash is stored. The one before opens nothing any more; a FIX connection that it opened lasts until it is lost.");
    }

    @POST
    @Path("{name}/fix-sessions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Scope.OPERATOR)
    public Response giveSession(@PathParam("name") String name, @Nullable FixSessionEntry body) {
        Account account = trader(name);
        String compId = Fields.required(
                Json.required(body, FixSessionEntry.class).compId(), "compId", "a CompID such as HARBOUR");
        try {
            sessions.give(compId, account.number());
        } catch (IllegalArgumentException malformed) {
            throw Fields.invalid(
                    "compId",
                    "'" + Fields.shown(compId) + "' cannot be a CompID",
                    "send 1 to 16 capital letters and digits, beginning with a letter");
        } catch (NameTakenException taken) {
            throw Problem.of(
                            ProblemCode.NAME_TAKEN, "the session " + compId + " is another account's", "choose another")
                    .at("compId")
                    .asException();
        }
        return Response.status(Response.Status.CREATED)
                .entity(new FixSessionBody(
                        name,
                        compId,
                        "SenderCompID " + compId + ", TargetCompID TIDEMARK, Username " + name
                                + ", Password its API key. It keeps the session for ever."))
                .build();
    }

    private Account trader(String name) {
        Account account = accounts.byName(name)
                .orElseThrow(() -> Named.noSuchAccount(accounts, name, "").asException());
        if (account.may(Scope.OPERATOR)) {
            throw Problem.of(
                            ProblemCode.ONLY_AT_THE_MACHINE,
                            name + " is an operator, whose keys are not made over the network",
                            "stop the market and use tidemark operator in its directory")
                    .asException();
        }
        return account;
    }
}
