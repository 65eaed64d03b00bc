package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Scope;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View.BalanceView;
import io.tidemark.exchange.pool.View.PoolView;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The laws of clearing, and trading stopped and resumed: what only the operator may do. */
@Path("/v1/operator")
@Produces(MediaType.APPLICATION_JSON)
public final class OperatorResource {
    private final Market market;
    private final CashDesk cash;

    OperatorResource(Market market, CashDesk cash) {
        this.market = market;
        this.cash = cash;
    }

    /** The engine's own laws in each pool, and what the books and the fleet have to say against it. */
    record BalancesBody(boolean balanced, List<BalanceBody> pools, List<String> imbalances) {}

    /** The laws of clearing in one pool; no violations means that all hold. */
    record BalanceBody(
            String pool,
            String netDepositsUsd,
            String walletsUsd,
            String feesUsd,
            long mintedLotHours,
            long heldLotHours,
            long unsoldLotHours,
            List<String> violations) {}

    record PhaseBody(String pool, String phase) {}

    @GET
    @Path("balance")
    @Needs(Scope.OPERATOR)
    public BalancesBody balance() {
        List<BalanceBody> pools =
                market.pools().stream().map(pool -> body(pool, balance(pool))).toList();
        List<String> imbalances = cash.imbalances();
        boolean balanced = imbalances.isEmpty()
                && pools.stream().allMatch(pool -> pool.violations().isEmpty());
        return new BalancesBody(balanced, pools, imbalances);
    }

    private BalanceView balance(PoolId pool) {
        return market.know(pool, new Query.Balance(), BalanceView.class);
    }

    private static BalanceBody body(PoolId pool, BalanceView view) {
        return new BalanceBody(
                pool.toString(),
                Money.format(view.netDeposits()),
                Money.format(view.wallets()),
                Money.format(view.fees()),
                view.mintedLotHours(),
                view.heldLotHours(),
                view.unsoldLotHours(),
                view.violations());
    }

    @POST
    @Path("pools/{pool}/halt")
    @Needs(Scope.OPERATOR)
    public PhaseBody halt(@PathParam("pool") String name) {
        return command(market.pool(name), new Command.Halt());
    }

    @POST
    @Path("pools/{pool}/resume")
    @Needs(Scope.OPERATOR)
    public PhaseBody resume(@PathParam("pool") String name) {
        return command(market.pool(name), new Command.Resume());
    }

    private PhaseBody command(PoolId pool, Command command) {
        market.submit(pool, command, "GET /v1/pools/" + pool + " tells the phase");
        PoolView view = market.know(pool, new Query.PoolStatus(), PoolView.class);
        return new PhaseBody(pool.toString(), view.phase().name());
    }
}
