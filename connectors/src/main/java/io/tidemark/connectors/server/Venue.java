package io.tidemark.connectors.server;

import io.tidemark.connectors.account.AccessBook;
import io.tidemark.connectors.account.Account;
import io.tidemark.connectors.account.AccountBook;
import io.tidemark.connectors.account.SessionBook;
import io.tidemark.connectors.fix.CommandLog;
import io.tidemark.connectors.fix.FixBacking;
import io.tidemark.connectors.rest.Backing;
import io.tidemark.exchange.cluster.ExchangeOptions;
import io.tidemark.exchange.cluster.HazelcastExchange;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Phase;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.dispatch.FleetMeter;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.price.Pricer;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole market in one process, made of its parts: the exchange and its journal, the back office behind it, the operator's
 * desks, monitoring, and the doors.
 *
 * <p>It opens in three steps, so that whoever starts it can put something between them: {@link #prepare} reads what there
 * was, {@link #openPools} lists what is traded, {@link #letIn} opens the doors and lets time pass.
 */
final class Venue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Venue.class);

    private final VenueConfig config;
    /** What is to be closed, the last that was opened first. */
    private final Deque<AutoCloseable> open;

    private final HazelcastExchange exchange;
    private final boolean resumed;
    private final MarketFile.Beginning beginning;
    private final AccountBook accounts;
    private final AccessBook access;
    private final SessionBook sessions;
    private final BackOffice backOffice;
    private final Cash cash;
    private final Pricer pricer;
    private final Monitoring monitoring;
    private @Nullable Doors doors;

    private Venue(VenueConfig config, Deque<AutoCloseable> open, Consumer<String> progress) {
        this.config = config;
        this.open = open;
        DataDirectory data = keep(open, DataDirectory.take(config.data()));
        progress.accept("opening the exchange in " + config.data() + " ...");
        beginning = begin(config);
        exchange = keep(open, exchange(config, beginning));
        resumed = exchange.journal().durableOffset() > 0;
        progress.accept("reading the pricing rules ...");
        pricer = new Pricer(RuleSet.of(config.tables()));
        accounts = AccountBook.open(data.accounts());
        access = AccessBook.open(data.accounts());
        sessions = SessionBook.open(data.accounts());
        progress.accept("starting the books in PostgreSQL ...");
        backOffice = keep(
                open,
                BackOffice.open(config, exchange, database(config), account -> Leases.access(access.of(account))));
        cash = new Cash(backOffice.ledger(), backOffice.settlement().wallets(), backOffice::imbalances);
        monitoring = keep(open, new Monitoring(config.doors().metrics(), exchange, backOffice, pricer));
    }

    /**
     * Opens the exchange and the books of a directory, or begins them. Nobody is let in yet.
     *
     * @param progress told what is done next, as it may take some seconds
     * @throws DataInUseException if another program has the directory
     * @throws io.tidemark.exchange.journal.JournalException if its journal is damaged
     * @throws UnservedPoolException if it has a pool that is not to be served
     * @throws OtherPaceException if it was begun in real time and should run at another speed, or the other way
     * @throws ClockAheadException if its market is ahead of real time, and should not be
     * @throws DoorTakenException if the port of the metrics is in use
     */
    static Venue prepare(VenueConfig config, Consumer<String> progress) {
        Deque<AutoCloseable> open = new ArrayDeque<>();
        try {
            return new Venue(config, open, progress);
        } catch (RuntimeException failed) {
            close(open);
            throw failed;
        }
    }

    private static <T extends AutoCloseable> T keep(Deque<AutoCloseable> open, T part) {
        open.push(part);
        return part;
    }

    private static HazelcastExchange exchange(VenueConfig config, MarketFile.Beginning beginning) {
        HazelcastExchange exchange = HazelcastExchange.open(
                ExchangeOptions.in(config.data()),
                config.poolIds(),
                latest -> config.clock().from(latest, beginning.startMillis()));
        List<PoolId> unserved = exchange.pools().stream()
                .filter(pool -> !config.poolIds().contains(pool))
                .toList();
        if (!unserved.isEmpty()) {
            exchange.close();
            throw new UnservedPoolException(config.data(), unserved);
        }
        return exchange;
    }

    private static MarketFile.Beginning begin(VenueConfig config) {
        MarketFile<MarketFile.Beginning> file =
                new MarketFile<>(config.data().resolve("market.json"), MarketFile.Beginning.class);
        if (!file.exists()) {
            file.write(MarketFile.Beginning.at(
                    System.currentTimeMillis(),
                    config.machines().seed(),
                    config.clock().isReal()));
        }
        MarketFile.Beginning begun = file.read();
        if (begun.realTime() != config.clock().isReal()) {
            throw new OtherPaceException(config.data(), begun.realTime());
        }
        return begun;
    }

    private static Database database(VenueConfig config) {
        return config.database()
                .map(foreign -> Database.at(foreign.url(), foreign.user(), foreign.password()))
                .orElseGet(() -> Database.embeddedUntilClosed(config.data().resolve("postgres")));
    }

    /** Opens each pool for trading, once; on a restart it is open. */
    synchronized void openPools() {
        for (VenueConfig.Pool pool : config.pools()) {
            View.PoolView view = (View.PoolView) Answers.await(exchange.ask(pool.id(), new Query.PoolStatus()));
            if (view.phase() == Phase.CLOSED) {
                Answers.await(exchange.submit(pool.id(), new Command.OpenMarket(pool.rules())));
            }
        }
    }

    /**
     * Opens the doors, and lets time pass.
     *
     * @param others what else is done in every market minute
     * @throws DoorTakenException if a port is in use
     */
    synchronized void letIn(List<MarketStep> others) {
        Map<PoolId, FleetMeter> meters = OperatorLoops.meters(exchange, backOffice.fleet());
        Map<PoolId, OperatorLoop> operators = OperatorLoops.of(
                config, exchange, pricer, beginning, backOffice.fleet(), meters, monitoring.desks()::priced);
        List<MarketStep> steps = new ArrayList<>(operators.values());
        steps.add(new FleetLoop(backOffice.fleet(), exchange, meters, this::everybody, monitoring.fleet()::stepped));
        steps.add(new CashLoop(exchange, backOffice.renewal(), this::everybody));
        steps.addAll(others);
        MarketLoop loop = keep(open, new MarketLoop(exchange.clock(), steps));
        MarketHealth health = monitoring.watch(loop, operators, config.demandSources());
        Doors opened = keep(
                open,
                Doors.open(
                        config.doors(),
                        backing(operators, health),
                        fixBacking(),
                        config.data().resolve("fix")));
        doors = opened;
        exchange.releaseJournalBehind(List.of(opened.fix(), backOffice.settlement()));
        monitoring
                .doors()
                .connections("tidemark_fix_sessions", "Firms that are logged on over FIX", opened.fix()::loggedOn);
        monitoring.doors().connections("tidemark_event_streams", "Event streams that are open", opened::openStreams);
        health.door("REST", opened.rest().toString());
        health.door("FIX", opened.fix().address(), opened.fix()::problem);
        exchange.clock().run();
        loop.start();
        health.allDoorsAreOpen();
    }

    private Backing backing(Map<PoolId, OperatorLoop> operators, MarketHealth health) {
        return new Backing(
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
                access,
                sessions);
    }

    private FixBacking fixBacking() {
        return new FixBacking(
                backOffice.funded(),
                exchange,
                CommandLog.Source.of(exchange.journal()),
                accounts,
                sessions,
                monitoring.doors().fix());
    }

    /** The numbers of all accounts, also of those that were opened since. */
    private List<Long> everybody() {
        return accounts.all().stream().map(Account::number).toList();
    }

    VenueConfig config() {
        return config;
    }

    HazelcastExchange exchange() {
        return exchange;
    }

    BackOffice backOffice() {
        return backOffice;
    }

    AccountBook accounts() {
        return accounts;
    }

    SessionBook sessions() {
        return sessions;
    }

    Cash cash() {
        return cash;
    }

    /** When and how the market began. */
    MarketFile.Beginning beginning() {
        return beginning;
    }

    /** Whether the directory had a market in it. */
    boolean resumed() {
        return resumed;
    }

    /** The doors, once they are open. */
    Doors doors() {
        return Objects.requireNonNull(doors, "nobody was let in yet");
    }

    /** Where Prometheus should scrape. */
    URI metrics() {
        return monitoring.uri();
    }

    /** Closes the doors first and the exchange last, so that everybody who was let in gets an answer. */
    @Override
    public synchronized void close() {
        close(open);
    }

    private static void close(Deque<AutoCloseable> open) {
        while (!open.isEmpty()) {
            AutoCloseable part = open.pop();
            try {
                part.close();
            } catch (Exception failed) {
                // The others must be closed all the same, and the exchange above all.
                LOG.error("{} did not close", part.getClass().getSimpleName(), failed);
            }
        }
    }
}
