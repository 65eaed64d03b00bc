package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Account;
import io.tidemark.connectors.account.Scope;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View.AccountView;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Who calls, what it may, and what it has. */
@Path("/v1/account")
@Produces(MediaType.APPLICATION_JSON)
public final class AccountResource {
    private final Market market;

    AccountResource(Market market) {
        this.market = market;
    }

    /** An account; a pool in which it has no wallet is left out. */
    record AccountBody(String name, List<String> scopes, List<WalletBody> wallets) {}

    /**
     * Cash and titles in one pool.
     *
     * @param freeUsd may be spent
     * @param heldUsd may yet be needed by open orders and bids
     * @param escrowUsd was paid for hours that are not delivered yet
     */
    record WalletBody(String pool, String freeUsd, String heldUsd, String escrowUsd, List<TitleBody> titles) {}

    record TitleBody(String hour, long lots, long offeredLots) {}

    @GET
    @Needs(Scope.VIEW)
    public AccountBody account(@Context SecurityContext security) {
        Account account = Caller.of(security);
        return new AccountBody(
                account.name(),
                account.scopes().stream()
                        .sorted()
                        .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                        .toList(),
                market.pools().stream()
                        .flatMap(pool -> wallet(pool, account.number()))
                        .toList());
    }

    private Stream<WalletBody> wallet(PoolId pool, long account) {
        return market.ask(pool, new Query.AccountOf(account), AccountView.class).stream()
                .map(view -> new WalletBody(
                        pool.toString(),
                        Money.format(view.free()),
                        Money.format(view.held()),
                        Money.format(view.escrow()),
                        view.titles().stream()
                                .map(title ->
                                        new TitleBody(Hours.format(title.hour()), title.lots(), title.offeredLots()))
                                .toList()));
    }
}
