package io.tidemark.connectors.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.account.AccessBook;
import io.tidemark.connectors.account.AccountBook;
import io.tidemark.connectors.account.Scope;
import io.tidemark.connectors.account.SessionBook;
import io.tidemark.connectors.document.Documents;
import io.tidemark.connectors.explain.PriceExplanation;
import io.tidemark.connectors.explain.PriceExplanation.RuleEffect;
import io.tidemark.connectors.rest.ReliabilityBody.FirmReliability;
import io.tidemark.connectors.rest.ReliabilityBody.NoticesBody;
import io.tidemark.connectors.rest.ReliabilityBody.SpotReliability;
import io.tidemark.connectors.rest.ReliabilityBody.SurvivalBody;
import io.tidemark.connectors.stream.StreamLimits;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.DeliveryWindow;
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
import io.tidemark.pricing.life.DirectoryStore;
import io.tidemark.pricing.life.RuleLife;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A running server over real pools. It is 08:05 on a day in November; hours 10 to 13 of {@code B200X8.PRN1} offer
 * 8@1.90 and 16@2.10, and hour 14 only 4@2.00. Alice and Bob have money, Poor has none, Reader may only look.
 */
public final class TestMarket implements AutoCloseable {
    public static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    public static final PoolId OTHER = PoolId.parse("GB200R64.HYP1");
    public static final long DAY = Hours.parse("2026112100");
    public static final String ALICE = "alice-key";
    public static final String BOB = "bob-key";
    public static final String POOR = "poor-key";
    public static final String READER = "reader-key";
    public static final String SSH_KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f alice@laptop";
    public static final String OPERATOR = "operator-key";

    /** Quick rounds, few streams, a short memory: tests should not wait. */
    static final StreamLimits LIMITS = new StreamLimits(
            6,
            3,
            2,
            Duration.ofMillis(20),
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            Duration.ofMillis(700),
            2_000);

    private static final long MINUTE = 60_000;

    final MemoryExchange exchange;
    final AccountBook accounts;
    final MemoryCash cash;
    final AccessBook access;
    final SessionBook sessions;
    final RuleLife rules;
    final RestServer server;
    public final MemoryFleet fleet;
    final MemoryInstances instances = new MemoryInstances();
    final MemoryMachines machines = new MemoryMachines();
    final MemoryTasks tasks = new MemoryTasks();
    final MemoryWebhooks webhooks = new MemoryWebhooks();
    final RecordedRequests requests = new RecordedRequests();
    private volatile List<HealthDesk.Part> parts =
            List.of(HealthDesk.Part.ok("journal", "All is well.", Map.of("records", "7")));
    private final HttpClient client = HttpClient.newHttpClient();

    private TestMarket(
            MemoryExchange exchange, AccountBook accounts, AccessBook access, SessionBook sessions, RuleLife rules) {
        this.rules = rules;
        this.exchange = exchange;
        this.accounts = accounts;
        this.access = access;
        this.sessions = sessions;
        this.cash = new MemoryCash(exchange);
        this.fleet = new MemoryFleet();
        this.server = RestServer.start(new RestConfig("127.0.0.1", 0, Duration.ofMillis(500), LIMITS), backing());
    }

    /** What the server stands on. */
    Backing backing() {
        return new Backing(
                exchange,
                exchange,
                accounts,
                exchange::now,
                0,
                TestMarket::explain,
                rules,
                cash,
                new MemoryInvoices(),
                fleet,
                instances,
                machines,
                tasks,
                webhooks,
                new MemoryCertificates(),
                TestMarket::reliability,
                () -> parts,
                requests,
                access,
                sessions);
    }

    public static TestMarket open(Path directory) {
        RuleLife rules = new RuleLife(new DirectoryStore(directory.resolve("rules")));
        MemoryExchange exchange = new MemoryExchange(Hours.startMillis(DAY + 7) + 20 * MINUTE, POOL, OTHER);
        AccountBook accounts = AccountBook.open(Documents.in(directory));
        accounts.operatorKey(OPERATOR);
        accounts.createWithKey("alice", ALICE, Set.of(Scope.VIEW, Scope.TRADE));
        accounts.createWithKey("bob", BOB, Set.of(Scope.VIEW, Scope.TRADE));
        accounts.createWithKey("poor", POOR, Set.of(Scope.VIEW, Scope.TRADE));
        accounts.createWithKey("reader", READER, Set.of(Scope.VIEW));
        for (PoolId pool : exchange.pools()) {
            done(exchange, pool, new Command.OpenMarket(MarketRules.standard()));
            done(exchange, pool, new Command.PublishRules(sheet()));
        }
        for (String name : List.of("alice", "bob")) {
            long number = accounts.byName(name).orElseThrow().number();
            done(exchange, POOL, new Command.OpenAccount(number, number));
            done(exchange, POOL, new Command.Credit(number, 1, Money.parse("100000")));
        }
        long poor = accounts.byName("poor").orElseThrow().number();
        done(exchange, POOL, new Command.OpenAccount(poor, poor));
        exchange.advance(15 * MINUTE);
        done(exchange, POOL, new Command.SetCapacity(DAY + 7, List.of(40L)));
        List<HourSupply> supply = new ArrayList<>();
        for (long hour = DAY + 10; hour < DAY + 14; hour++) {
            supply.add(new HourSupply(hour, 24, List.of(step(8, "1.90"), step(16, "2.10"))));
        }
        supply.add(new HourSupply(DAY + 14, 4, List.of(step(4, "2.00"))));
        done(exchange, POOL, new Command.OfferSupply(supply));
        exchange.advance(30 * MINUTE);
        return new TestMarket(
                exchange,
                accounts,
                AccessBook.open(Documents.in(directory)),
                SessionBook.open(Documents.in(directory)),
                rules);
    }

    private static RuleSheet sheet() {
        return new RuleSheet(
                "test",
                10,
                2_000,
                0,
                100,
                120,
                List.of(step(40, "0.80")),
                List.of(new RuleSheet.FairValue(DAY + 20, 210)));
    }

    private static Tranche step(long lots, String price) {
        return new Tranche(Price.parse(price).ticks(), lots);
    }

    private static Optional<PriceExplanation> explain(PoolId pool, long hour, MarketRules terms) {
        return hour == DAY + 10
                ? Optional.of(new PriceExplanation(
                        pool.toString(),
                        Hours.format(hour),
                        "1.90: the index, and a little less because much is left.",
                        List.of(new RuleEffect(
                                "Much is left",
                                "ladder",
                                2,
                                "share sold 0.1",
                                "-0.20 USD per GPU-hour",
                                "fair_bps",
                                -20,
                                "much is left")),
                        List.of(),
                        List.of()))
                : Optional.empty();
    }

    /** Ten lots, of which two were taken before an hour was over; nobody was seen for a day. */
    private static ReliabilityBody reliability(PoolId pool) {
        return ReliabilityBody.of(
                pool.toString(),
                30,
                "2026-11-20T00:00:00Z",
                "2026-11-21T08:05:00Z",
                new SpotReliability(
                        3,
                        10,
                        2,
                        1,
                        4,
                        3,
                        List.of(
                                new SurvivalBody(1, 0.8, 0.41, 0.95, 8),
                                new SurvivalBody(6, 0.64, 0.2, 0.88, 1),
                                new SurvivalBody(24, null, null, null, 0))),
                List.of(new NoticesBody("RECLAIMED", 2, 1, 0, 1, 2, 0, 120, 180)),
                new FirmReliability(40, 2, 1, 3, 2_700L));
    }

    private static void done(MemoryExchange exchange, PoolId pool, Command command) {
        assertThat(exchange.submit(pool, command).join().value()).isNotInstanceOf(Reply.Refused.class);
    }

    /** Alice buys two lots of hour 10 at 1.90, they are taken from her, and there is no money to pay the 7.60 of damages. */
    public void oweDamages() {
        post(
                        ALICE,
                        "/v1/orders",
                        "{'symbol':'B200X8.PRN1.F/2026112110/1H','side':'BUY','lots':2,'limitPricePerGpuHour':'1.90'}")
                .expect(201);
        operatorDoes(new Command.Curtail(new DeliveryWindow(DAY + 10, 1), 2, "ann", "ben"));
    }

    void operatorDoes(Command command) {
        done(exchange, POOL, command);
    }

    /** How the engine calls an account. */
    public long number(String name) {
        return accounts.byName(name).orElseThrow().number();
    }

    /** Money comes in, or goes out, without the market. */
    public void moveHome(String name, String kind, String dollars) {
        boolean out = dollars.startsWith("-");
        long amount = Money.parse(out ? dollars.substring(1) : dollars);
        cash.move(number(name), kind, out ? -amount : amount);
    }

    /** How the parts are from now on. */
    public void setParts(HealthDesk.Part... each) {
        parts = List.of(each);
    }

    public MemoryExchange exchange() {
        return exchange;
    }

    public String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /** An answer: its status, its headers, and its body as JSON where it is JSON. */
    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String contentType() {
            return response.headers().firstValue("Content-Type").orElse("");
        }

        JsonNode json() {
            try {
                return Json.MAPPER.readTree(response.body());
            } catch (IOException noJson) {
                throw new UncheckedIOException(response.body(), noJson);
            }
        }

        String text(String field) {
            return json().path(field).asText();
        }

        Answer expect(int status) {
            assertThat(status()).as(response.body()).isEqualTo(status);
            return this;
        }
    }

    Answer get(String key, String path) {
        return send(key, request(path).GET());
    }

    Answer post(String key, String path, String body) {
        return send(
                key,
                request(path)
                        .header("Content-Type", "application/json")
                        // Quotes are a nuisance in Java 17's strings; apostrophes read as well.
                        .POST(BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    Answer put(String key, String path, String body) {
        return send(
                key,
                request(path)
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    Answer patch(String key, String path, String body) {
        return send(
                key,
                request(path)
                        .header("Content-Type", "application/json")
                        .method("PATCH", BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    Answer delete(String key, String path) {
        return send(key, request(path).DELETE());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(20));
    }

    /** Sends it with a key, or without one if the key is empty. */
    Answer send(String key, HttpRequest.Builder request) {
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        try {
            return new Answer(client.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() {
        server.close();
        assertThat(exchange.pools()).allSatisfy(pool -> {
            var balance = (io.tidemark.exchange.pool.View.BalanceView)
                    exchange.ask(pool, new io.tidemark.exchange.pool.Query.Balance())
                            .join()
                            .value();
            assertThat(balance.violations()).isEmpty();
        });
        assertThat(Clearing.OPERATOR)
                .isEqualTo(accounts.byName("operator").orElseThrow().number());
    }
}
