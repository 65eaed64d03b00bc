package io.tidemark.connectors.server;

import io.tidemark.connectors.account.Account;
import io.tidemark.connectors.account.AccountBook;
import io.tidemark.connectors.account.Scope;
import io.tidemark.connectors.account.SessionBook;
import io.tidemark.connectors.rest.CashDesk;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.ledger.Ledger;
import io.tidemark.simulations.participant.Participant;
import io.tidemark.simulations.participant.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Who is at home in a demonstration market: people with keys that everybody knows, and made-up participants. */
final class DemoPeople {
    /** Printed in the README: on loopback, with play money, a key that everybody knows spares a newcomer a step. */
    static final String ALICE_KEY = "demo-alice";

    static final String BOB_KEY = "demo-bob";
    static final String FIRM_KEY = "demo-firm";
    static final String OPERATOR_KEY = "demo-operator";

    /** Some things take two people; this one may look and agree, but neither trades nor is the house. */
    static final String SECOND_OPERATOR_KEY = "demo-operator-2";

    private static final long PLAY_MONEY = 250_000 * Money.PER_DOLLAR;

    /** In each pool: enough to buy a lot back now and then, and to pay for machines that fail. */
    private static final long OPERATOR_MONEY = 50_000 * Money.PER_DOLLAR;

    private static final long DAMAGES_MONEY = 25_000 * Money.PER_DOLLAR;

    private final AccountBook accounts;
    private final List<Account> people;

    private DemoPeople(AccountBook accounts, List<Account> people) {
        this.accounts = accounts;
        this.people = people;
    }

    /** Opens their accounts, once. */
    static DemoPeople of(AccountBook accounts) {
        if (accounts.byName("operator").isEmpty()) {
            accounts.operatorKey(OPERATOR_KEY);
        }
        if (accounts.byName("operator-2").isEmpty()) {
            accounts.createWithKey("operator-2", SECOND_OPERATOR_KEY, Set.of(Scope.VIEW, Scope.OPERATOR));
        }
        return new DemoPeople(
                accounts,
                List.of(
                        demoAccount(accounts, "alice", ALICE_KEY),
                        demoAccount(accounts, "bob", BOB_KEY),
                        demoAccount(accounts, "firm", FIRM_KEY)));
    }

    private static Account demoAccount(AccountBook accounts, String name, String key) {
        return accounts.byName(name)
                .orElseGet(() -> accounts.createWithKey(name, key, Set.of(Scope.VIEW, Scope.TRADE)));
    }

    /** Gives each account its play money, once. */
    void endow(Ledger ledger) {
        people.forEach(account -> ledger.deposit(account.number(), PLAY_MONEY, "play:" + account.name()));
    }

    /** Gives the operator its own money in each pool, and what it pays damages from, once. */
    static void endowTheHouse(CashDesk cash, List<PoolId> pools) {
        for (PoolId pool : pools) {
            cash.payIn(pool, Clearing.OPERATOR, OPERATOR_MONEY, "play:operator:" + pool);
            cash.payIn(pool, Clearing.DAMAGES, DAMAGES_MONEY, "play:damages:" + pool);
        }
    }

    /** Gives each of them a FIX session under the own name in capitals, once. */
    void giveSessions(SessionBook sessions) {
        people.forEach(account -> sessions.give(account.name().toUpperCase(Locale.ROOT), account.number()));
    }

    /** One participant of each kind for every pool. */
    List<MarketStep> participants(BackOffice backOffice, long seed) {
        List<MarketStep> steps = new ArrayList<>();
        for (PoolId pool : backOffice.funded().pools()) {
            List<Participant> participants = new ArrayList<>();
            for (Strategy strategy : Strategy.values()) {
                String name = "demo-" + strategy.name().toLowerCase(Locale.ROOT).replace('_', '-');
                Account account = accounts.byName(name)
                        .orElseGet(() -> accounts.create(name).account());
                participants.add(new Participant(name + "/" + pool, account.number(), strategy, seed));
            }
            steps.add(new ParticipantLoop(pool, backOffice.funded(), backOffice.ledger(), participants));
        }
        return steps;
    }

    String nameOf(long number) {
        return accounts.all().stream()
                .filter(account -> account.number() == number)
                .findFirst()
                .map(Account::name)
                .orElse("account " + number);
    }
}
