package io.tidemark.connectors.fix;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.connectors.account.AccountBook;
import io.tidemark.connectors.account.Scope;
import io.tidemark.connectors.account.SessionBook;
import io.tidemark.connectors.document.Documents;
import io.tidemark.connectors.rest.MemoryExchange;
import io.tidemark.exchange.cluster.Exchange;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Command.HourSupply;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.RuleSheet;
import io.tidemark.exchange.spot.Tranche;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An open FIX door over real pools. It is 08:05 on a day in November; hours 10 to 13 of {@code B200X8.PRN1} offer 8@1.90 and
 * 16@2.10, hour 14 only 4@2.00, and there are spot lots. Firm and Rival have money, Poor has none, Reader may only look.
 */
final class FixMarket implements AutoCloseable {
    static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    static final PoolId OTHER = PoolId.parse("GB200R64.HYP1");
    static final long DAY = Hours.parse("2026112100");
    static final String HOUR = "B200X8.PRN1.F/2026112110/1H";
    static final String BLOCK = "B200X8.PRN1.F/2026112110/3H";
    static final String SPOT = "B200X8.PRN1.S";
    static final long MINUTE = 60_000;

    final MemoryExchange exchange = new MemoryExchange(Hours.startMillis(DAY + 7) + 20 * MINUTE, POOL, OTHER);
    final MemoryLog log = new MemoryLog(exchange);
    final AccountBook accounts;
    final SessionBook sessions;
    private final Path directory;
    private FixDoor door;

    private FixMarket(Path directory, FixConfig config) {
        this.directory = directory;
        this.accounts = AccountBook.open(Documents.in(directory));
        this.sessions = SessionBook.open(Documents.in(directory));
        account("firm", Set.of(Scope.VIEW, Scope.TRADE));
        account("rival", Set.of(Scope.VIEW, Scope.TRADE));
        account("poor", Set.of(Scope.VIEW, Scope.TRADE));
        account("reader", Set.of(Scope.VIEW));
        openPools();
        this.door = FixDoor.start(config, backing(exchange));
    }

    static FixMarket open(Path directory) {
        return new FixMarket(directory, config(directory));
    }

    static FixMarket open(Path directory, Duration silence, int inbox) {
        return new FixMarket(
                directory,
                new FixConfig("127.0.0.1", 0, directory.resolve("fix"), silence, inbox, Duration.ofSeconds(5)));
    }

    static FixConfig config(Path directory) {
        return new FixConfig("127.0.0.1", 0, directory.resolve("fix"));
    }

    FixBacking backing(Exchange market) {
        return new FixBacking(market, exchange, log, accounts, sessions, FixListener.none());
    }

    private void account(String name, Set<Scope> scopes) {
        long number = accounts.createWithKey(name, name + "-key", scopes).number();
        sessions.give(name.toUpperCase(java.util.Locale.ROOT), number);
    }

    private void openPools() {
        for (PoolId pool : exchange.pools()) {
            operatorDoes(pool, new Command.OpenMarket(MarketRules.standard()));
            operatorDoes(
                    pool,
                    new Command.PublishRules(
                            new RuleSheet("test", 10, 2_000, 0, 100, 120, List.of(step(12, "0.80")), List.of())));
        }
        for (String name : List.of("firm", "rival", "poor")) {
            long number = accounts.byName(name).orElseThrow().number();
            operatorDoes(POOL, new Command.OpenAccount(number, number));
            if (!name.equals("poor")) {
                operatorDoes(POOL, new Command.Credit(number, 1, Money.parse("100000")));
            }
        }
        exchange.advance(15 * MINUTE);
        capacity(40);
        List<HourSupply> supply = new ArrayList<>();
        for (long hour = DAY + 10; hour < DAY + 14; hour++) {
            supply.add(new HourSupply(hour, 24, List.of(step(8, "1.90"), step(16, "2.10"))));
        }
        supply.add(new HourSupply(DAY + 14, 4, List.of(step(4, "2.00"))));
        operatorDoes(POOL, new Command.OfferSupply(supply));
        exchange.advance(30 * MINUTE);
    }

    void capacity(long lots) {
        operatorDoes(POOL, new Command.SetCapacity(Hours.containing(exchange.now()), List.of(lots)));
    }

    private static Tranche step(long lots, String price) {
        return new Tranche(Price.parse(price).ticks(), lots);
    }

    void operatorDoes(PoolId pool, Command command) {
        assertThat(exchange.submit(pool, command).join().value()).isNotInstanceOf(Reply.Refused.class);
    }

    long number(String name) {
        return accounts.byName(name).orElseThrow().number();
    }

    int port() {
        return door.port();
    }

    Path fixDirectory() {
        return directory.resolve("fix");
    }

    /** A firm that is logged on for the first time. */
    FixClient firm(String... more) {
        FixClient client = FixClient.connect(port(), "FIRM", 1);
        client.logon("firm", "firm-key", more);
        return client;
    }

    /** Another one. */
    FixClient rival() {
        FixClient client = FixClient.connect(port(), "RIVAL", 1);
        client.logon("rival", "rival-key");
        return client;
    }

    void closeDoor() {
        door.close();
    }

    void openDoor() {
        openDoor(config(directory), log);
    }

    /** A door elsewhere, and over another log of the same market. */
    void openDoor(FixConfig config, CommandLog.Source from) {
        door = FixDoor.start(config, new FixBacking(exchange, exchange, from, accounts, sessions, FixListener.none()));
    }

    FixDoor door() {
        return door;
    }

    @Override
    public void close() {
        door.close();
    }
}
