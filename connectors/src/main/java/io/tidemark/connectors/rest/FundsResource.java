package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Account;
import io.tidemark.connectors.account.AccountBook;
import io.tidemark.connectors.account.Scope;
import io.tidemark.connectors.rest.CashDesk.Moved;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.Refusal;
import io.tidemark.exchange.pool.Reply.Refused;
import io.tidemark.exchange.pool.View.HouseFundsView;
import io.tidemark.exchange.pool.View.OwedView;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The operator's own money in the pools: what buys back, what pays damages, and what is owed. */
@Path("/v1/operator")
@Produces(MediaType.APPLICATION_JSON)
public final class FundsResource {
    /** The two accounts that the operator has in a pool, by the names they have here. */
    private static final Map<String, Long> ACCOUNTS =
            new TreeMap<>(Map.of("operator", Clearing.OPERATOR, "damages", Clearing.DAMAGES));

    private final Market market;
    private final AccountBook accounts;
    private final CashDesk cash;
    private final TransferNumbers numbers;

    FundsResource(Market market, AccountBook accounts, CashDesk cash) {
        this.market = market;
        this.accounts = accounts;
        this.cash = cash;
        this.numbers = new TransferNumbers(market::now);
    }

    record FundsBody(List<PoolFundsBody> pools) {}

    /**
     * What the operator has in a pool, and owes there.
     *
     * @param operatorUsd earns what is delivered, and pays for what is bought back
     * @param damagesUsd pays damages, before the other does
     * @param owedUsd damages that neither could bear
     * @param owed of these, to whom, the oldest first: so they are paid when money comes
     */
    record PoolFundsBody(String pool, String operatorUsd, String damagesUsd, String owedUsd, List<OwedBody> owed) {}

    /**
     * Damages that are owed.
     *
     * @param account the name of the holder
     * @param hour the hour that was not delivered
     */
    record OwedBody(String account, String amountUsd, String hour) {}

    /**
     * Money to move between outside and a pool.
     *
     * @param account operator or damages
     * @param transferId names this transfer among those of the account in this pool, in both directions; a repetition
     *     changes nothing
     */
    record TransferEntry(
            @Nullable String account,
            @Nullable String amountUsd,
            @Nullable Long transferId) {}

    /**
     * It is done.
     *
     * @param freeUsd what the account has now: of what came in, what was owed is paid already
     * @param owedUsd what is still owed in the pool
     */
    record TransferBody(
            String pool, String account, String amountUsd, long transferId, String freeUsd, String owedUsd) {}

    @GET
    @Path("funds")
    @Needs(Scope.OPERATOR)
    public FundsBody funds() {
        Map<Long, String> names = accounts.all().stream().collect(Collectors.toMap(Account::number, Account::name));
        Function<Long, String> name = number -> names.getOrDefault(number, "account " + number);
        return new FundsBody(market.pools().stream()
                .map(pool -> body(pool, funds(pool), name))
                .toList());
    }

    private HouseFundsView funds(PoolId pool) {
        return market.know(pool, new Query.HouseFunds(), HouseFundsView.class);
    }

    private static PoolFundsBody body(PoolId pool, HouseFundsView view, Function<Long, String> name) {
        return new PoolFundsBody(
                pool.toString(),
                Money.format(view.operatorFree()),
                Money.format(view.damagesFree()),
                Money.format(owed(view)),
                view.owed().stream()
                        .map(owed -> new OwedBody(
                                name.apply(owed.account()), Money.format(owed.amount()), Hours.format(owed.hour())))
                        .toList());
    }

    private static long owed(HouseFundsView view) {
        return view.owed().stream().mapToLong(OwedView::amount).sum();
    }

    @POST
    @Path("pools/{pool}/deposits")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Scope.OPERATOR)
    public TransferBody deposit(@PathParam("pool") String name, @Nullable TransferEntry body) {
        HouseTransfer transfer = transfer(name, body);
        Moved moved = move(transfer, cash::payIn);
        if (moved.outcome() == CashDesk.Outcome.REFUSED) {
            throw Problem.of(new Refused(
                            Refusal.GUARD_BROKEN,
                            "amountUsd",
                            "transfer " + transfer.id() + " was refused: " + moved.problem(),
                            "send a smaller amount with another transferId"))
                    .asException();
        }
        return done(transfer);
    }

    @POST
    @Path("pools/{pool}/withdrawals")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Scope.OPERATOR)
    public TransferBody withdraw(@PathParam("pool") String name, @Nullable TransferEntry body) {
        HouseTransfer transfer = transfer(name, body);
        // Asked before anything is entered, so that an amount that is too large does not use its transferId up.
        if (!cash.knows(transfer.key()) && transfer.amount() > free(transfer)) {
            throw tooMuch(transfer, "").asException();
        }
        Moved moved = move(transfer, cash::payOut);
        if (moved.outcome() == CashDesk.Outcome.REFUSED) {
            throw tooMuch(transfer, ", with another transferId: " + transfer.id() + " was refused for good")
                    .asException();
        }
        return done(transfer);
    }

    private HouseTransfer transfer(String poolName, @Nullable TransferEntry body) {
        PoolId pool = market.pool(poolName);
        TransferEntry entry = Json.required(body, TransferEntry.class);
        String name = Fields.required(entry.account(), "account", String.join(" or ", ACCOUNTS.keySet()));
        Long account = ACCOUNTS.get(name);
        if (account == null) {
            throw Problem.of(
                            ProblemCode.INVALID_FIELD,
                            "'" + Fields.shown(name) + "' is no account of the operator in a pool",
                            "send operator, which pays for what is bought back, or damages, which pays damages;"
                                    + " money of others goes to POST /v1/operator/deposits")
                    .at("account")
                    .or(Nearest.first(name, ACCOUNTS.keySet()))
                    .asException();
        }
        String text = Fields.required(entry.amountUsd(), "amountUsd", "an amount in USD, such as \"5000\"");
        long amount = Fields.money(text, "amountUsd");
        if (amount == 0) {
            throw Fields.invalid("amountUsd", "a transfer of nothing", "send an amount above zero");
        }
        return new HouseTransfer(
                pool, name, account, amount, entry.transferId() == null ? numbers.next() : entry.transferId());
    }

    /** One of the two ways of the cash desk. */
    @FunctionalInterface
    private interface Way {
        Moved move(PoolId pool, long account, long amount, String key);
    }

    private static Moved move(HouseTransfer transfer, Way way) {
        Moved moved;
        try {
            moved = way.move(transfer.pool(), transfer.account(), transfer.amount(), transfer.key());
        } catch (TransferReusedException reused) {
            throw Problem.of(
                            ProblemCode.TRANSFER_ID_REUSED,
                            "transfer " + transfer.id() + " of " + transfer.of()
                                    + " was another amount, or went the other way; nothing was moved",
                            "send a transferId that this account has not had in this pool, or the first request unchanged")
                    .at("transferId")
                    .asException();
        }
        if (moved.outcome() == CashDesk.Outcome.UNKNOWN) {
            throw Problem.of(
                            ProblemCode.OUTCOME_UNKNOWN,
                            "transfer " + transfer.id() + " of " + transfer.of()
                                    + " is on its way, and whether it has arrived is not known yet",
                            "send the same again with transferId " + transfer.id()
                                    + ": it is moved once, and GET /v1/operator/funds shows what arrived")
                    .asException();
        }
        return moved;
    }

    private long free(HouseTransfer transfer) {
        HouseFundsView view = funds(transfer.pool());
        return transfer.account() == Clearing.OPERATOR ? view.operatorFree() : view.damagesFree();
    }

    private Problem tooMuch(HouseTransfer transfer, String besides) {
        long free = free(transfer);
        String remedy = free == 0
                ? "there is nothing to withdraw; GET /v1/operator/funds shows where there is"
                : "withdraw at most " + Money.format(free) + " USD" + besides;
        return Problem.of(new Refused(
                Refusal.INSUFFICIENT_CREDIT,
                "amountUsd",
                transfer.of() + " has " + Money.format(free) + " USD free, which is less than "
                        + Money.format(transfer.amount()),
                remedy));
    }

    private TransferBody done(HouseTransfer transfer) {
        HouseFundsView view = funds(transfer.pool());
        return new TransferBody(
                transfer.pool().toString(),
                transfer.name(),
                Money.format(transfer.amount()),
                transfer.id(),
                Money.format(transfer.account() == Clearing.OPERATOR ? view.operatorFree() : view.damagesFree()),
                Money.format(owed(view)));
    }
}
