package io.tidemark.connectors.server;

import io.tidemark.connectors.account.AccessBook;
import io.tidemark.connectors.account.Account;
import io.tidemark.connectors.account.AccountBook;
import io.tidemark.connectors.account.Scope;
import io.tidemark.connectors.account.SessionBook;
import io.tidemark.connectors.fix.CommandLog;
import io.tidemark.connectors.fix.FixBacking;
import io.tidemark.connectors.fix.FixConfig;
import io.tidemark.connectors.fix.FixDoor;
import io.tidemark.connectors.rest.Backing;
import io.tidemark.connectors.rest.RestConfig;
import io.tidemark.connectors.rest.RestServer;
import io.tidemark.exchange.cluster.HazelcastExchange;
import io.tidemark.exchange.cluster.MarketClock;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Phase;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.dispatch.FleetMeter;
import io.tidemark.fleet.ledger.Ledger;
import io.tidemark.fleet.node.Fleet;
import io.tidemark.fleet.release.OperatorDesk;
import io.tidemark.fleet.surplus.DemandSource;
import io.tidemark.fleet.surplus.SurplusPolicy;
import io.tidemark.fleet.surplus.SurplusState;
import io.tidemark.fleet.surplus.SurplusTracker;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.facts.Limits;
import io.tidemark.pricing.price.Pricer;
import io.tidemark.simulations.participant.Participant;
import io.tidemark.simulations.participant.Strategy;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A whole market in one process, made of the real parts: exchange and journal, rules, operator's desks, participants and
 * the doors. Its clock stops while the program does not run.
 */
final class DemoMarket implements AutoCloseable {
    /** Printed in the README: on loopback, with play money, a key that everybody knows spares a newcomer a step. */
    static final String ALICE_KEY = "demo-alice";

    static final String BOB_KEY = "demo-bob";
    static final String FIRM_KEY = "demo-firm";
    static final String OPERATOR_KEY = "demo-operator";

    private static final long PLAY_MONEY = 250_000 * Money.PER_DOLLAR;
    private static final long WARM_UP_STEP = 5 * 60_000;

    /** From avoidable cost to far above any price seen, and at most a quarter away from the last. */
    private static final Limits LIMITS = new Limits(30, 5_000, 2_500);

    private final HazelcastExchange exchange;
    private final BackOffice backOffice;
    private final MarketLoop loop;
    private final RestServer rest;
    private final FixDoor fix;
    private final Monitoring monitoring;
    private final Demand demand;
    private final boolean resumed;
    private final AtomicBoolean closed = new AtomicBoolean();

    private DemoMarket(
            HazelcastExchange exchange,
            BackOffice backOffice,
            MarketLoop loop,
            RestServer rest,
            FixDoor fix,
            Monitoring monitoring,
            Demand demand,
            boolean resumed) {
        this.exchange = exchange;
        this.backOffice = backOffice;
        this.loop = loop;
        this.rest = rest;
        this.fix = fix;
        this.monitoring = monitoring;
        this.demand = demand;
        this.resumed = resumed;
    }

    /**
     * Opens the market of a directory, or begins one.
     *
     * @throws IOException if the demand trace cannot be read
     * @throws io.tidemark.simulations.trace.TraceFormatException if it is no trace
     * @throws io.tidemark.exchange.journal.JournalException if the directory is in use or damaged
     * @throws io.tidemark.connectors.rest.PortInUseException if a port is taken
     * @throws io.tidemark.connectors.fix.FixPortInUseException if that of the FIX door is
     */
    static DemoMarket open(DemoConfig config, PrintStream out) throws IOException {
        Demand demand = Demand.of(config);
        out.println("  reading the pricing rules ...");
        Pricer pricer = new Pricer(RuleSet.builtIn());
        out.println("  opening the exchange in " + config.data() + " ...");
        Set<PoolId> pools = config.pools().stream().map(DemoConfig.Pool::id).collect(Collectors.toSet());
        MarketFile<MarketFile.Beginning> beginningFile =
                new MarketFile<>(config.data().resolve("market.json"), MarketFile.Beginning.class);
        HazelcastExchange exchange = HazelcastExchange.open(
                config.data().resolve("journal"),
                pools,
                latest -> MarketClock.stoppedAt(
                        latest == Long.MIN_VALUE
                                ? begin(beginningFile, config.seed()).startMillis()
                                : latest,
                        config.speed()));
        BackOffice backOffice = null;
        Monitoring monitoring = null;
        try {
            boolean resumed = exchange.journal().durableOffset() > 0;
            MarketFile.Beginning beginning = beginningFile.read();
            AccountBook accounts = AccountBook.open(config.data().resolve("accounts"));
            AccessBook access = AccessBook.open(config.data().resolve("accounts"));
            out.println("  starting the books in PostgreSQL ...");
            backOffice =
                    BackOffice.open(config, exchange, database(config), account -> Leases.access(access.of(account)));
            monitoring = new Monitoring(config, exchange, backOffice, pricer);
            if (config.narrate()) {
                exchange.subscribe(new Narrator(out, account -> nameOf(accounts, account))::tell);
            }
            openPools(config, exchange);
            List<Account> people = demoAccounts(accounts);
            endow(backOffice.ledger(), people);
            SessionBook sessions = SessionBook.open(config.data().resolve("accounts"));
            people.forEach(account -> sessions.give(account.name().toUpperCase(Locale.ROOT), account.number()));
            Map<PoolId, FleetMeter> meters = meters(exchange, backOffice.fleet());
            Map<PoolId, OperatorLoop> operators = operators(
                    config,
                    exchange,
                    demand,
                    pricer,
                    beginning,
                    backOffice.fleet(),
                    meters,
                    monitoring.desks()::priced);
            Supplier<List<Long>> everybody =
                    () -> accounts.all().stream().map(Account::number).toList();
            List<MarketStep> steps = new ArrayList<>(operators.values());
            steps.add(new FleetLoop(backOffice.fleet(), exchange, meters, everybody, monitoring.fleet()::stepped));
            steps.add(new CashLoop(exchange, backOffice.renewal(), everybody));
            if (config.participants()) {
                steps.addAll(participants(backOffice, accounts, beginning.seed()));
            }
            MarketLoop loop = new MarketLoop(exchange.clock(), steps);
            MarketHealth health = monitoring.watch(loop, operators, demand.describe());
            RestServer rest = RestServer.start(
                    new RestConfig(config.host(), config.port()),
                    new Backing(
                            backOffice.funded(),
                            exchange,
                            accounts,
                            exchange.clock()::now,
                            (pool, hour) -> Explanations.of(operators.get(pool), hour),
                            new Cash(backOffice.ledger(), backOffice::imbalances),
                            new Leases(backOffice.fleet()),
                            health,
                            monitoring.doors(),
                            access));
            FixDoor fix = fixDoor(config, exchange, backOffice, accounts, sessions, rest);
            health.door("REST", rest.uri().toString());
            health.door("FIX", fix.address());
            exchange.clock().run();
            loop.start();
            return new DemoMarket(exchange, backOffice, loop, rest, fix, monitoring, demand, resumed);
        } catch (RuntimeException failed) {
            if (monitoring != null) {
                monitoring.close();
            }
            if (backOffice != null) {
                backOffice.close();
            }
            exchange.close();
            throw failed;
        }
    }

    private static FixDoor fixDoor(
            DemoConfig config,
            HazelcastExchange exchange,
            BackOffice backOffice,
            AccountBook accounts,
            SessionBook sessions,
            RestServer rest) {
        try {
            return FixDoor.start(
                    new FixConfig(config.host(), config.fixPort(), config.data().resolve("fix")),
                    new FixBacking(
                            backOffice.funded(),
                            exchange,
                            () -> CommandLog.of(exchange.journal()),
                            accounts,
                            sessions));
        } catch (RuntimeException failed) {
            rest.close();
            throw failed;
        }
    }

    private static Database database(DemoConfig config) {
        return config.database()
                .map(foreign -> Database.at(foreign.url(), foreign.user(), foreign.password()))
                .orElseGet(() -> Database.embedded(config.data().resolve("postgres")));
    }

    private static MarketFile.Beginning begin(MarketFile<MarketFile.Beginning> file, long seed) {
        if (!file.exists()) {
            file.write(MarketFile.Beginning.at(System.currentTimeMillis(), seed));
        }
        return file.read();
    }

    private static List<Account> demoAccounts(AccountBook accounts) {
        if (accounts.byName("operator").isEmpty()) {
            accounts.operatorKey(OPERATOR_KEY);
        }
        return List.of(
                demoAccount(accounts, "alice", ALICE_KEY),
                demoAccount(accounts, "bob", BOB_KEY),
                demoAccount(accounts, "firm", FIRM_KEY));
    }

    private static Account demoAccount(AccountBook accounts, String name, String key) {
        return accounts.byName(name)
                .orElseGet(() -> accounts.createWithKey(name, key, Set.of(Scope.VIEW, Scope.TRADE)));
    }

    /** Opens each market once; on a restart it is open. */
    private static void openPools(DemoConfig config, HazelcastExchange exchange) {
        for (DemoConfig.Pool pool : config.pools()) {
            View.PoolView view = (View.PoolView) Answers.await(exchange.ask(pool.id(), new Query.PoolStatus()));
            if (view.phase() == Phase.CLOSED) {
                Answers.await(exchange.submit(pool.id(), new Command.OpenMarket(pool.rules())));
            }
        }
    }

    /** Gives each account its play money, once. */
    private static void endow(Ledger ledger, List<Account> people) {
        people.forEach(account -> ledger.deposit(account.number(), PLAY_MONEY, "play:" + account.name()));
    }

    private static Map<PoolId, FleetMeter> meters(HazelcastExchange exchange, Fleet fleet) {
        Map<PoolId, FleetMeter> meters = new LinkedHashMap<>();
        for (PoolId pool : exchange.pools()) {
            meters.put(pool, new FleetMeter(pool, fleet, (id, query) -> Answers.await(exchange.ask(id, query))));
        }
        return meters;
    }

    private static Map<PoolId, OperatorLoop> operators(
            DemoConfig config,
            HazelcastExchange exchange,
            Demand demand,
            Pricer pricer,
            MarketFile.Beginning beginning,
            Fleet fleet,
            Map<PoolId, FleetMeter> meters,
            LongConsumer pricingNanos) {
        Map<PoolId, OperatorLoop> operators = new LinkedHashMap<>();
        for (int i = 0; i < config.pools().size(); i++) {
            DemoConfig.Pool pool = config.pools().get(i);
            DemandSource source = demand.ofPool(i, beginning.startMillis(), beginning.seed());
            MarketFile<SurplusState> file =
                    new MarketFile<>(config.data().resolve("surplus-" + pool.id() + ".json"), SurplusState.class);
            SurplusPolicy policy = SurplusPolicy.forPool(pool.id().sku(), pool.lots());
            SurplusTracker tracker = file.exists()
                    ? new SurplusTracker(policy, file.read())
                    : warmedUp(policy, source, exchange.clock().now());
            OperatorDesk desk =
                    new OperatorDesk(pool.id(), tracker, pricer, LIMITS, Objects.requireNonNull(meters.get(pool.id())));
            operators.put(pool.id(), new OperatorLoop(pool.id(), exchange, source, desk, fleet, file, pricingNanos));
        }
        return operators;
    }

    /** A tracker that has watched for as long as it needs to, so that the first release need not wait for T_release. */
    private static SurplusTracker warmedUp(SurplusPolicy policy, DemandSource source, long now) {
        SurplusTracker tracker = new SurplusTracker(policy);
        long watched = policy.release().plus(policy.turnaround()).toMillis() + WARM_UP_STEP;
        for (long at = now - watched; at < now; at += WARM_UP_STEP) {
            tracker.observe(at, source.snapshot(at));
        }
        return tracker;
    }

    private static List<MarketStep> participants(BackOffice backOffice, AccountBook accounts, long seed) {
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

    private static String nameOf(AccountBook accounts, long number) {
        return accounts.all().stream()
                .filter(account -> account.number() == number)
                .findFirst()
                .map(Account::name)
                .orElse("account " + number);
    }

    HazelcastExchange exchange() {
        return exchange;
    }

    BackOffice backOffice() {
        return backOffice;
    }

    RestServer rest() {
        return rest;
    }

    FixDoor fix() {
        return fix;
    }

    /** Where Prometheus should scrape. */
    URI metrics() {
        return monitoring.uri();
    }

    Demand demand() {
        return demand;
    }

    /** Whether the directory had a market in it. */
    boolean resumed() {
        return resumed;
    }

    /** Closes the doors first and the exchange last, so that everybody who was let in gets an answer. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        fix.close();
        rest.close();
        loop.close();
        monitoring.close();
        backOffice.close();
        exchange.close();
    }
}
