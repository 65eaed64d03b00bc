package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Account;
import io.tidemark.connectors.account.AccountBook;
import io.tidemark.connectors.account.MalformedNameException;
import io.tidemark.connectors.account.NameTakenException;
import io.tidemark.connectors.account.Scope;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View.BalanceView;
import io.tidemark.exchange.pool.View.PoolView;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What only the operator may do. */
@Path("/v1/operator")
@Produces(MediaType.APPLICATION_JSON)
public final class OperatorResource {
    private final Market market;
    private final AccountBook accounts;
    private final CashDesk cash;
    private final TransferNumbers numbers;

    OperatorResource(Market market, AccountBook accounts, CashDesk cash) {
        this.market = market;
        this.accounts = accounts;
        this.cash = cash;
        this.numbers = new TransferNumbers(market::now);
    }

    record AccountEntry(@Nullable String name) {}

    /** The one time at which the key is shown. */
    record AccountCreated(String name, String apiKey, String note) {}

    /**
     * Money to move in, to the home of the account.
     *
     * @param pool must be absent; it is read only so that somebody who still sends it is told what to do
     * @param transferId names this deposit among those of the account; a repetition changes nothing
     */
    record DepositEntry(
            @Nullable String account,
            @Nullable String pool,
            @Nullable String amountUsd,
            @Nullable Long transferId) {}

    /**
     * It is there.
     *
     * @param homeUsd what the account has at home now
     */
    record DepositBody(String account, String amountUsd, long transferId, String homeUsd) {}

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

    @POST
    @Path("accounts")
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

    @POST
    @Path("deposits")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Scope.OPERATOR)
    public DepositBody deposit(@Nullable DepositEntry body) {
        DepositEntry entry = Json.required(body, DepositEntry.class);
        String name = Fields.required(entry.account(), "account", "the name of an account");
        if (entry.pool() != null) {
            throw Fields.invalid(
                    "pool",
                    "deposits go to the home of an account, not into a pool",
                    "leave the pool out: each order takes along what it needs");
        }
        String text = Fields.required(entry.amountUsd(), "amountUsd", "an amount in USD, such as \"5000\"");
        long amount = Fields.money(text, "amountUsd");
        if (amount == 0) {
            throw Fields.invalid("amountUsd", "a deposit of nothing", "send an amount above zero");
        }
        long account = accounts.byName(name)
                .map(Account::number)
                .orElseThrow(() -> noSuchAccount(name).asException());
        if (Clearing.isReserved(account)) {
            throw Fields.invalid(
                    "account",
                    "the operator has no home: its money is in the pools",
                    "send it to POST /v1/operator/pools/{pool}/deposits");
        }
        long transfer = entry.transferId() == null ? numbers.next() : entry.transferId();
        try {
            cash.deposit(account, amount, account + ":" + transfer);
        } catch (TransferReusedException reused) {
            throw Problem.of(
                            ProblemCode.TRANSFER_ID_REUSED,
                            "transfer " + transfer + " of " + name + " was another amount; nothing was moved",
                            "send a transferId that this account has not had, or the first request unchanged")
                    .at("transferId")
                    .asException();
        }
        return new DepositBody(name, Money.format(amount), transfer, Money.format(cash.home(account)));
    }

    private Problem noSuchAccount(String name) {
        List<String> names = accounts.all().stream().map(Account::name).toList();
        return Problem.of(
                        ProblemCode.NO_SUCH_ACCOUNT,
                        "there is no account named '" + Fields.shown(name) + "'",
                        "open it first with POST /v1/operator/accounts")
                .at("account")
                .or(Nearest.first(name, names));
    }

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
