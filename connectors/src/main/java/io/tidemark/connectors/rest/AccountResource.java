package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.AccessBook;
import io.tidemark.connectors.account.Account;
import io.tidemark.connectors.account.Scope;
import io.tidemark.connectors.account.TenantAccess;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View.AccountView;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who calls, what it may, what it has, and how it gets into its nodes. */
@Path("/v1/account")
@Produces(MediaType.APPLICATION_JSON)
public final class AccountResource {
    private final Market market;
    private final CashDesk cash;
    private final AccessBook access;

    AccountResource(Market market, CashDesk cash, AccessBook access) {
        this.market = market;
        this.cash = cash;
        this.access = access;
    }

    /**
     * An account; a pool in which it has no wallet is left out.
     *
     * @param homeUsd cash in no pool; each order takes along what it needs, and what is free again comes home
     */
    record AccountBody(String name, List<String> scopes, String homeUsd, List<WalletBody> wallets) {}

    /**
     * Cash and titles in one pool.
     *
     * @param freeUsd may be spent
     * @param heldUsd may yet be needed by open orders and bids
     * @param escrowUsd was paid for hours that are not delivered yet
     * @param tier its number in the schedule of the pool, which follows from {@code tradedLotHours}
     * @param tradedLotHours bought and sold here in thirty days, with all accounts of its group
     */
    record WalletBody(
            String pool,
            String freeUsd,
            String heldUsd,
            String escrowUsd,
            int tier,
            long tradedLotHours,
            List<TitleBody> titles) {}

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
                Money.format(cash.home(account.number())),
                market.pools().stream()
                        .flatMap(pool -> wallet(pool, account.number()))
                        .toList());
    }

    /** What to change; what is absent stays, and what is empty is taken away. */
    record AccessEntry(
            @Nullable String sshPublicKey, @Nullable String cloudInit) {}

    /** How the account gets into its nodes. Of the user data only the size is told: it may hold secrets. */
    record AccessBody(@Nullable String sshPublicKey, int cloudInitBytes) {
        static AccessBody of(TenantAccess access) {
            return new AccessBody(access.sshPublicKey().orElse(null), access.cloudInitBytes());
        }
    }

    @GET
    @Path("access")
    @Needs(Scope.VIEW)
    public AccessBody access(@Context SecurityContext security) {
        return AccessBody.of(access.of(Caller.of(security).number()));
    }

    /** Holds for nodes that are deployed from now on. */
    @PUT
    @Path("access")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Scope.TRADE)
    public AccessBody change(@Nullable AccessEntry body, @Context SecurityContext security) {
        AccessEntry entry = Json.required(body, AccessEntry.class);
        if (entry.cloudInit() == null) {
            Fields.required(entry.sshPublicKey(), "sshPublicKey", "the line of your .pub file, or cloudInit, or both");
        }
        return AccessBody.of(
                AccessChange.make(access, Caller.of(security).number(), entry.sshPublicKey(), entry.cloudInit()));
    }

    private Stream<WalletBody> wallet(PoolId pool, long account) {
        return market.ask(pool, new Query.AccountOf(account), AccountView.class).stream()
                .map(view -> new WalletBody(
                        pool.toString(),
                        Money.format(view.free()),
                        Money.format(view.held()),
                        Money.format(view.escrow()),
                        view.tier(),
                        view.tradedLotHours(),
                        view.titles().stream()
                                .map(title ->
                                        new TitleBody(Hours.format(title.hour()), title.lots(), title.offeredLots()))
                                .toList()));
    }
}
