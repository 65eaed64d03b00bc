package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Scope;
import io.tidemark.exchange.contract.Money;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What moved in the home balance of the account that calls. */
@Path("/v1/statement")
@Produces(MediaType.APPLICATION_JSON)
public final class StatementResource {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    private final CashDesk cash;

    StatementResource(CashDesk cash) {
        this.cash = cash;
    }

    /**
     * Movements, the oldest first.
     *
     * @param nextAfter pass it as {@code after} to get the next page; absent on the last
     */
    record StatementBody(
            List<MovementBody> movements, @Nullable String nextAfter) {}

    /**
     * One movement.
     *
     * @param amountUsd below zero if it went out
     * @param balanceUsd at home after it
     */
    record MovementBody(long id, String at, String kind, String amountUsd, String balanceUsd) {
        static MovementBody of(CashDesk.Line line) {
            return new MovementBody(
                    line.id(),
                    Amounts.at(line.at()),
                    line.kind(),
                    Money.format(line.amount()),
                    Money.format(line.balance()));
        }
    }

    @GET
    @Needs(Scope.VIEW)
    public StatementBody statement(
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @Context SecurityContext security) {
        CashDesk.StatementPage page = cash.statement(
                Caller.of(security).number(),
                after == null ? 0 : Fields.cursor(after, "after"),
                limit == null ? DEFAULT_LIMIT : Fields.count(limit, "limit", 1, MAX_LIMIT));
        return new StatementBody(
                page.lines().stream().map(MovementBody::of).toList(),
                page.nextCursor().isPresent() ? Long.toString(page.nextCursor().getAsLong()) : null);
    }
}
