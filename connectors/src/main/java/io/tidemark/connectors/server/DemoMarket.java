package io.tidemark.connectors.server;

import io.tidemark.connectors.account.AccessBook;
import io.tidemark.connectors.account.AccountBook;
import io.tidemark.connectors.account.SessionBook;
import io.tidemark.connectors.fix.CommandLog;
import io.tidemark.connectors.fix.FixBacking;
import io.tidemark.connectors.fix.FixConfig;
import io.tidemark.connectors.fix.FixDoor;
import io.tidemark.connectors.fix.FixListener;
import io.tidemark.connectors.rest.Backing;
import io.tidemark.connectors.rest.RestConfig;
import io.tidemark.connectors.rest.RestServer;
import io.tidemark.exchange.cluster.ExchangeOptions;
import io.tidemark.exchange.cluster.HazelcastExchange;
import io.tidemark.exchange.cluster.MarketClock;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Phase;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.dispatch.FleetMeter;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.price.Pricer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole market in one process, made of the real parts: exchange and journal, rules, operator's desks, participants and
 * the doors. Its clock stops while the program does not run.
 */
final class DemoMarket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DemoMarket.class);

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
                ExchangeOptions.in(config.data()),
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
            DemoPeople people = DemoPeople.of(accounts);
            if (config.narrate()) {
                exchange.subscribe(new Narrator(out, people::nameOf)::tell);
            }
            openPools(config, exchange);
            people.endow(backOffice.ledger());
            Cash cash = new Cash(backOffice.ledger(), backOffice.settlement().wallets(), backOffice::imbalances);
            DemoPeople.endowTheHouse(cash, exchange.pools());
            SessionBook sessions = SessionBook.open(config.data().resolve("accounts"));
            people.giveSessions(sessions);
            Map<PoolId, FleetMeter> meters = OperatorLoops.meters(exchange, backOffice.fleet());
            Map<PoolId, OperatorLoop> operators = OperatorLoops.of(
                    config,
                    exchange,
                    demand,
                    pricer,
                    beginning,
                    backOffice.fleet(),
                    meters,
                    monitoring.desks()::priced);
            List<MarketStep> steps = new ArrayList<>(operators.values());
            steps.add(new FleetLoop(
                    backOffice.fleet(), exchange, meters, people::everybody, monitoring.fleet()::stepped));
            steps.add(new CashLoop(exchange, backOffice.renewal(), people::everybody));
            if (config.participants()) {
                steps.addAll(people.participants(backOffice, beginning.seed()));
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
                            exchange.clock().speed(),
                            (pool, hour) -> Explanations.of(operators.get(pool), hour),
                            cash,
                            new Leases(backOffice.fleet()),
                            health,
                            monitoring.doors(),
                            access));
            FixDoor fix = fixDoor(
                    config,
                    exchange,
                    backOffice,
                    accounts,
                    sessions,
                    monitoring.doors().fix(),
                    rest);
            monitoring.doors().connections("tidemark_fix_sessions", "Firms that are logged on over FIX", fix::loggedOn);
            monitoring.doors().connections("tidemark_event_streams", "Event streams that are open", rest::openStreams);
            health.door("REST", rest.uri().toString());
            health.door("FIX", fix.address(), fix::problem);
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
            FixListener messages,
            RestServer rest) {
        try {
            return FixDoor.start(
                    new FixConfig(config.host(), config.fixPort(), config.data().resolve("fix")),
                    new FixBacking(
                            backOffice.funded(),
                            exchange,
                            () -> CommandLog.of(exchange.journal()),
                            accounts,
                            sessions,
                            messages));
        } catch (RuntimeException failed) {
            rest.close();
            throw failed;
        }
    }

    private static Database database(DemoConfig config) {
        return config.database()
                .map(foreign -> Database.at(foreign.url(), foreign.user(), foreign.password()))
                .orElseGet(() -> Database.embeddedUntilClosed(config.data().resolve("postgres")));
    }

    private static MarketFile.Beginning begin(MarketFile<MarketFile.Beginning> file, long seed) {
        if (!file.exists()) {
            file.write(MarketFile.Beginning.at(System.currentTimeMillis(), seed));
        }
        return file.read();
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
        for (AutoCloseable part : List.of(fix, rest, loop, monitoring, backOffice, exchange)) {
            try {
                part.close();
            } catch (Exception failed) {
                // The others must be closed all the same, and the exchange above all.
                LOG.error("{} did not close", part.getClass().getSimpleName(), failed);
            }
        }
    }
}
