package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Account;
import io.tidemark.connectors.account.AccountBook;
import io.tidemark.connectors.account.Scope;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.pool.Refusal;
import io.tidemark.exchange.pool.Reply.Refused;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Cash of those who trade, between outside and their homes. The operator says that it came, or that it went. */
@Path("/v1/operator")
@Produces(MediaType.APPLICATION_JSON)
public final class HomeMoneyResource {
    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._:/+-]{0,63}");

    private final AccountBook accounts;
    private final CashDesk cash;
    private final TransferNumbers numbers;

    HomeMoneyResource(Market market, AccountBook accounts, CashDesk cash) {
        this.accounts = accounts;
        this.cash = cash;
        this.numbers = new TransferNumbers(market::now);
    }

    /**
     * Money to move between outside and the home of an account.
     *
     * @param pool must be absent; it is read only so that somebody who still sends it is told what to do
     * @param transferId names this movement among those of the account in its direction; a repetition changes nothing
     * @param reference the same in the words of a bank, instead of a transferId
     */
    record DepositEntry(
            @Nullable String account,
            @Nullable String pool,
            @Nullable String amountUsd,
            @Nullable Long transferId,
            @Nullable String reference) {}

    /**
     * It is done.
     *
     * @param homeUsd what the account has at home now
     */
    record DepositBody(
            String account,
            String amountUsd,
            @Nullable Long transferId,
            @Nullable String reference,
            String homeUsd) {}

    @POST
    @Path("deposits")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Scope.OPERATOR)
    public DepositBody deposit(@Nullable DepositEntry body) {
        HomeTransfer transfer = transfer(body, "deposit");
        try {
            cash.deposit(transfer.account(), transfer.amount(), transfer.key());
        } catch (TransferReusedException reused) {
            throw reused(transfer);
        }
        return done(transfer);
    }

    @POST
    @Path("withdrawals")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Scope.OPERATOR)
    public DepositBody withdraw(@Nullable DepositEntry body) {
        HomeTransfer transfer = transfer(body, "withdrawal");
        boolean enough;
        try {
            enough = cash.withdraw(transfer.account(), transfer.amount(), transfer.key());
        } catch (TransferReusedException reused) {
            throw reused(transfer);
        }
        if (!enough) {
            String home = Money.format(cash.home(transfer.account()));
            throw Problem.of(new Refused(
                            Refusal.INSUFFICIENT_CREDIT,
                            "amountUsd",
                            transfer.name() + " has " + home + " USD at home, which is less than "
                                    + Money.format(transfer.amount()),
                            "withdraw at most " + home
                                    + " USD; what is in a pool comes home when nothing is open there"))
                    .asException();
        }
        return done(transfer);
    }

    private HomeTransfer transfer(@Nullable DepositEntry body, String what) {
        DepositEntry entry = Json.required(body, DepositEntry.class);
        String name = Fields.required(entry.account(), "account", "the name of an account");
        if (entry.pool() != null) {
            throw Fields.invalid(
                    "pool",
                    "a " + what + " is of the home of an account, not of a pool",
                    "leave the pool out: each order takes along what it needs");
        }
        String text = Fields.required(entry.amountUsd(), "amountUsd", "an amount in USD, such as \"5000\"");
        long amount = Fields.money(text, "amountUsd");
        if (amount == 0) {
            throw Fields.invalid("amountUsd", "a " + what + " of nothing", "send an amount above zero");
        }
        long account = accounts.byName(name)
                .map(Account::number)
                .orElseThrow(
                        () -> Named.noSuchAccount(accounts, name, "account").asException());
        if (Clearing.isReserved(account)) {
            throw Fields.invalid(
                    "account",
                    "the operator has no home: its money is in the pools",
                    "send it to POST /v1/operator/pools/{pool}/" + what + "s");
        }
        return named(name, account, amount, entry);
    }

    private HomeTransfer named(String name, long account, long amount, DepositEntry entry) {
        if (entry.reference() == null) {
            long number = entry.transferId() == null ? numbers.next() : entry.transferId();
            return new HomeTransfer(name, account, amount, number, null);
        }
        if (entry.transferId() != null) {
            throw Fields.invalid("reference", "there is a transferId as well", "send one of the two");
        }
        if (!REFERENCE.matcher(entry.reference()).matches()) {
            throw Fields.invalid(
                    "reference",
                    "'" + Fields.shown(entry.reference()) + "' cannot be a reference",
                    "send 1 to 64 letters, digits, spaces and . _ : / + -, beginning with a letter or digit");
        }
        return new HomeTransfer(name, account, amount, null, entry.reference());
    }

    private static ProblemException reused(HomeTransfer transfer) {
        return Problem.of(
                        ProblemCode.TRANSFER_ID_REUSED,
                        transfer.called() + " of " + transfer.name() + " was another amount; nothing was moved",
                        "send one that this account has not had, or the first request unchanged")
                .at(transfer.reference() == null ? "transferId" : "reference")
                .asException();
    }

    private DepositBody done(HomeTransfer transfer) {
        return new DepositBody(
                transfer.name(),
                Money.format(transfer.amount()),
                transfer.number(),
                transfer.reference(),
                Money.format(cash.home(transfer.account())));
    }
}
