package io.tidemark.connectors.server;

import io.tidemark.connectors.account.Account;
import io.tidemark.connectors.account.AccountBook;
import io.tidemark.connectors.account.Scope;
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
import io.tidemark.fleet.release.Machines;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * A whole market in one process, made of the real parts: exchange and journal, rules, operator's desks, participants and
 * the REST door. Its clock stops while the program does not run.
 */
final class DemoMarket implements AutoCloseable {
    /** Printed in the README: on loopback, with play money, a key that everybody knows spares a newcomer a step. */
    static final String ALICE_KEY = "demo-alice";

    static final String BOB_KEY = "demo-bob";
    static final String OPERATOR_KEY = "demo-operator";

    private static final long PLAY_MONEY = 250_000 * Money.PER_DOLLAR;
    private static final long WARM_UP_STEP = 5 * 60_000;

    /** From avoidable cost to far above any price seen, and at most a quarter away from the last. */
    private static final Limits LIMITS = new Limits(30, 5_000, 2_500);

    private final HazelcastExchange exchange;
    private final MarketLoop loop;
    private final RestServer rest;
    private final Demand demand;
    private final boolean resumed;
    private final AtomicBoolean closed = new AtomicBoolean();

    private DemoMarket(HazelcastExchange exchange, MarketLoop loop, RestServer rest, Demand demand, boolean resumed) {
        this.exchange = exchange;
        this.loop = loop;
        this.rest = rest;
        this.demand = demand;
        this.resumed = resumed;
    }

    /**
     * Opens the market of a directory, or begins one.
     *
     * @throws IOException if the demand trace cannot be read
     * @throws io.tidemark.simulations.trace.TraceFormatException if it is no trace
     * @throws io.tidemark.exchange.journal.JournalException if the directory is in use or damaged
     * @throws io.tidemark.connectors.rest.PortInUseException if the port is taken
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
                latest -> MarketClock.startingAt(
                        latest == Long.MIN_VALUE
                                ? begin(beginningFile, config.seed()).startMillis()
                                : latest,
                        config.speed()));
        try {
            boolean resumed = exchange.journal().durableOffset() > 0;
            MarketFile.Beginning beginning = beginningFile.read();
            AccountBook accounts = AccountBook.open(config.data().resolve("accounts"));
            List<Account> people = demoAccounts(accounts);
            if (config.narrate()) {
                exchange.subscribe(new Narrator(out, account -> nameOf(accounts, account))::tell);
            }
            openPools(config, exchange, people);
            Map<PoolId, OperatorLoop> operators = operators(config, exchange, demand, pricer, beginning);
            List<MarketStep> steps = new ArrayList<>(operators.values());
            if (config.participants()) {
                steps.addAll(participants(exchange, accounts, beginning.seed()));
            }
            MarketLoop loop = new MarketLoop(exchange.clock(), steps);
            RestServer rest = RestServer.start(
                    new RestConfig(config.host(), config.port()),
                    exchange,
                    accounts,
                    exchange.clock()::now,
                    (pool, hour) -> Explanations.of(operators.get(pool), hour));
            loop.start();
            return new DemoMarket(exchange, loop, rest, demand, resumed);
        } catch (RuntimeException failed) {
            exchange.close();
            throw failed;
        }
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
        return List.of(demoAccount(accounts, "alice", ALICE_KEY), demoAccount(accounts, "bob", BOB_KEY));
    }

    private static Account demoAccount(AccountBook accounts, String name, String key) {
        return accounts.byName(name)
                .orElseGet(() -> accounts.createWithKey(name, key, Set.of(Scope.VIEW, Scope.TRADE)));
    }

    /** Opens each market once, and gives each account its play money once; on a restart nothing of this is new. */
    private static void openPools(DemoConfig config, HazelcastExchange exchange, List<Account> people) {
        for (DemoConfig.Pool each : config.pools()) {
            PoolId pool = each.id();
            View.PoolView view = (View.PoolView) Answers.await(exchange.ask(pool, new Query.PoolStatus()));
            if (view.phase() == Phase.CLOSED) {
                Answers.await(exchange.submit(pool, new Command.OpenMarket(each.rules())));
            }
            for (Account account : people) {
                Answers.await(exchange.submit(pool, new Command.OpenAccount(account.number(), account.group())));
                Answers.await(exchange.submit(pool, new Command.Credit(account.number(), 1, PLAY_MONEY)));
            }
        }
    }

    private static Map<PoolId, OperatorLoop> operators(
            DemoConfig config,
            HazelcastExchange exchange,
            Demand demand,
            Pricer pricer,
            MarketFile.Beginning beginning) {
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
            operators.put(
                    pool.id(),
                    new OperatorLoop(
                            pool.id(),
                            exchange,
                            source,
                            new OperatorDesk(pool.id(), tracker, pricer, LIMITS, Machines.everReady()),
                            file));
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

    private static List<MarketStep> participants(HazelcastExchange exchange, AccountBook accounts, long seed) {
        List<MarketStep> steps = new ArrayList<>();
        for (PoolId pool : exchange.pools()) {
            List<Participant> participants = new ArrayList<>();
            for (Strategy strategy : Strategy.values()) {
                String name = "demo-" + strategy.name().toLowerCase(Locale.ROOT).replace('_', '-');
                Account account = accounts.byName(name)
                        .orElseGet(() -> accounts.create(name).account());
                participants.add(new Participant(name + "/" + pool, account.number(), strategy, seed));
            }
            steps.add(new ParticipantLoop(pool, exchange, participants));
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

    RestServer rest() {
        return rest;
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
        rest.close();
        loop.close();
        exchange.close();
    }
}
