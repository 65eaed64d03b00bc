package io.tidemark.connectors.server;

import io.tidemark.connectors.account.AccessBook;
import io.tidemark.connectors.account.Account;
import io.tidemark.connectors.account.AccountBook;
import io.tidemark.connectors.account.SessionBook;
import io.tidemark.connectors.explain.Explanations;
import io.tidemark.connectors.fix.CommandLog;
import io.tidemark.connectors.fix.FixBacking;
import io.tidemark.connectors.fix.FixHome;
import io.tidemark.connectors.invoice.BookInvoices;
import io.tidemark.connectors.rest.Backing;
import io.tidemark.connectors.rules.DocumentStore;
import io.tidemark.exchange.audit.HeadKey;
import io.tidemark.exchange.cluster.HostedExchange;
import io.tidemark.exchange.duty.SoleDuty;
import io.tidemark.fleet.invoice.Invoices;
import io.tidemark.fleet.node.InstanceTokens;
import io.tidemark.pricing.check.Draft;
import io.tidemark.pricing.life.DirectoryStore;
import io.tidemark.pricing.life.LiveRules;
import io.tidemark.pricing.life.RuleLife;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A market in one process, whole or as one member of a cluster, made of its parts: the exchange and its journal, the back
 * office behind it, the operator's desks, monitoring, and the doors.
 *
 * <p>It opens in three steps, so that whoever starts it can put something between them: {@link #prepare} reads what there
 * was, {@link #openPools} lists what is traded, {@link #letIn} opens the doors and lets time pass.
 */
final class Venue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Venue.class);
    private static final Duration LOOK_FOR_WORK = Duration.ofMillis(500);

    private final VenueConfig config;
    /** What is to be closed, the last that was opened first. */
    private final Deque<AutoCloseable> open;

    private final Premises premises;
    private final HostedExchange exchange;
    private final boolean resumed;
    private final AccountBook accounts;
    private final AccessBook access;
    private final SessionBook sessions;
    private final InstanceTokens instanceTokens;
    private final BackOffice backOffice;
    private final PriceBoard board;
    /** The store of rule sets; a cluster has none, there all members price by what they are configured with. */
    private final RuleLife rules;

    private final Cash cash;
    private final Monitoring monitoring;
    private final MarketWork work;
    private @Nullable Doors doors;

    private Venue(VenueConfig config, Deque<AutoCloseable> open, Consumer<String> progress) {
        this.config = config;
        this.open = open;
        premises = Premises.open(config, open, progress);
        exchange = premises.exchange();
        resumed = exchange.journal().durableOffset() > 0;
        progress.accept("reading the pricing rules ...");
        rules = new RuleLife(
                premises.member().isPresent()
                        ? new DocumentStore(premises.memory())
                        : new DirectoryStore(config.data().resolve("rules")));
        LiveRules pricer = pricing(progress);
        accounts = AccountBook.open(premises.accounts());
        access = AccessBook.open(premises.accounts());
        sessions = SessionBook.open(premises.accounts());
        instanceTokens = Instances.tokens(premises.accounts(), config.publicUrl());
        backOffice = keep(new BackOffice(
                config, exchange, premises.database(), account -> Leases.access(access.of(account)), instanceTokens));
        board = premises.member().isPresent() ? PriceBoard.shared(premises.memory()) : PriceBoard.here();
        cash = new Cash(backOffice.ledger(), backOffice.books().wallets(), backOffice::imbalances);
        monitoring = keep(new Monitoring(config.doors().metrics(), exchange, backOffice, pricer));
        work = keep(new MarketWork(
                config,
                premises,
                backOffice,
                pricer,
                board,
                Activations.in(rules),
                this::everybody,
                monitoring.listeners()));
        if (premises.member().isEmpty()) {
            work.settle();
        }
    }

    /** Whichever rule set is active in the market's store, on all members of a cluster the same. */
    private LiveRules pricing(Consumer<String> progress) {
        LiveRules live = keep(LiveRules.open(rules, Draft.of(config.tables()), Instant.now()));
        if (!rules.draft(live.ruleSetId()).tables().equals(config.tables())) {
            progress.accept("rule set " + live.ruleSetId().substring(0, 8) + " is active in "
                    + (premises.member().isPresent() ? "the cluster" : config.data())
                    + " and prices; the tables that are configured are others. 'tidemark rules propose' makes them a set that"
                    + " can be activated.");
        }
        keep(new RuleFollower(live));
        return live;
    }

    /**
     * Opens the exchange and the books, or begins them. Nobody is let in yet.
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

    private <T extends AutoCloseable> T keep(T part) {
        open.push(part);
        return part;
    }

    /** Opens each pool for trading, once; on a restart it is open. In a cluster whoever does the market's work does it. */
    synchronized void openPools() {
        if (premises.member().isEmpty()) {
            work.openPools();
        }
    }

    /**
     * Opens the doors, and lets time pass.
     *
     * @param others what else is done in every market minute
     * @throws DoorTakenException if a port is in use
     */
    synchronized void letIn(List<MarketStep> others) {
        work.alsoDo(others);
        MarketHealth health = monitoring.watch(config, work, premises.member());
        premises.member()
                .ifPresentOrElse(
                        member -> keep(new SoleDuty(member.duties(), MarketWork.DUTY, LOOK_FOR_WORK, work)),
                        work::prepare);
        Doors opened = keep(Doors.open(config.doors(), backing(health), fixBacking(), fixHome()));
        doors = opened;
        exchange.releaseJournalBehind(List.of(opened.fix(), backOffice.books()));
        monitoring
                .doors()
                .connections("tidemark_fix_sessions", "Firms that are logged on over FIX", opened.fix()::loggedOn);
        monitoring.doors().connections("tidemark_event_streams", "Event streams that are open", opened::openStreams);
        health.door("REST", opened.rest().toString());
        health.door("FIX", opened.fix().address(), opened.fix()::problem);
        exchange.clock().run();
        if (premises.member().isEmpty()) {
            work.run();
        }
        health.allDoorsAreOpen();
    }

    private Backing backing(MarketHealth health) {
        return new Backing(
                backOffice.funded(),
                exchange,
                accounts,
                exchange.clock()::now,
                exchange.clock().speed(),
                (pool, hour, terms) ->
                        board.of(pool).flatMap(prices -> Explanations.of(prices, hour, Optional.of(terms))),
                rules,
                cash,
                new BookInvoices(new Invoices(premises.database())),
                new Leases(backOffice.fleet()),
                new Instances(instanceTokens, backOffice.fleet()::leasedNodes, System::nanoTime),
                new FleetMachines(backOffice.fleet(), exchange.clock()),
                new SettlementTasks(backOffice.books().tasks()),
                backOffice.webhooks(),
                new Certificates(backOffice.fleet(), backOffice.books().tasks(), HeadKey.openOrCreate(config.keys())),
                new PublishedReliability(backOffice.reliability()),
                health,
                monitoring.doors(),
                access,
                sessions);
    }

    private FixHome fixHome() {
        VenueConfig.Address address = config.doors().fix();
        return premises.member()
                .<FixHome>map(member -> new FixHome.Shared(
                        premises.database().connections(), member.duties(), address.host() + ":" + address.port()))
                .orElseGet(() -> new FixHome.Directory(config.data().resolve("fix")));
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

    HostedExchange exchange() {
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
    Beginning beginning() {
        return premises.beginning();
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
