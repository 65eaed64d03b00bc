package io.tidemark.connectors.server;

import io.tidemark.connectors.funding.FundedExchange;
import io.tidemark.connectors.funding.SpotRenewal;
import io.tidemark.connectors.site.MachineRoom;
import io.tidemark.connectors.webhook.WebhookSender;
import io.tidemark.exchange.cluster.HostedExchange;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.database.DatabaseException;
import io.tidemark.fleet.dispatch.Dispatch;
import io.tidemark.fleet.dispatch.PoolPort;
import io.tidemark.fleet.driver.Access;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.ledger.Ledger;
import io.tidemark.fleet.node.ConservationException;
import io.tidemark.fleet.node.Fleet;
import io.tidemark.fleet.node.InstanceTokens;
import io.tidemark.fleet.reliability.ReliabilityReport;
import io.tidemark.fleet.settlement.Books;
import io.tidemark.fleet.settlement.Reconciliation;
import io.tidemark.fleet.settlement.Settlement;
import io.tidemark.fleet.webhook.Webhooks;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;

/** What happens after a trade: the database, the books, the machines, and the routes between them. */
final class BackOffice implements AutoCloseable {
    /** Records of the journal that the books may be behind before new orders are refused: about a second of them. */
    static final long MOST_LAG = 5_000;

    private static final long LAG_MEMORY_NANOS = 200_000_000;

    private static final int TRIES = 400;
    private static final long TRY_MILLIS = 25;

    private final HostedExchange exchange;
    private final MachineRoom machines;
    private final Books books;
    private final FundedExchange funded;
    private final LongFunction<Access> access;
    private final Webhooks webhooks;
    private final ReliabilityReport reliability;
    private final WebhookSender sender;
    private volatile long lagAskedAt = System.nanoTime();
    private volatile boolean farBehind;

    /**
     * One over a database and the machines in it.
     *
     * @param access how an account gets into its nodes
     * @param tokens what a node is told of the market
     */
    BackOffice(
            VenueConfig config,
            HostedExchange exchange,
            Database database,
            LongFunction<Access> access,
            InstanceTokens tokens) {
        this.exchange = exchange;
        this.access = access;
        this.machines = MachineRoom.open(
                config.site(),
                database.connections(),
                config.seed(),
                config.turnaround(),
                tokens,
                severalSteps(exchange.clock().speed()));
        this.books = new Books(database, exchange.journal(), exchange.clock()::now);
        this.webhooks = new Webhooks(database);
        this.reliability = new ReliabilityReport(database);
        this.sender = new WebhookSender(webhooks::key, config.privateWebhooks(), Clock.systemUTC());
        this.funded = new FundedExchange(exchange, books.ledger(), books.wallets(), this::isFarBehind);
    }

    /** Sees to it that each pool has the machines that it should have, as far as that is ours to do. */
    void install(VenueConfig config) {
        machines.install(config.lots(), exchange.clock().now());
    }

    /** Begins to take the journal into the books, and what follows from it to the machines, until it is closed. */
    Settlement settle() {
        PoolPort pools = (pool, query) -> Answers.await(exchange.ask(pool, query));
        return Settlement.start(
                books,
                new Settlement.Parts(
                        (pool, command) -> Answers.await(exchange.submit(pool, command)),
                        new Dispatch(fleet(), pools, access, exchange.clock()::now),
                        sender,
                        System::currentTimeMillis));
    }

    /** The fleet is looked at once in a market minute, or as often as the machine can at a high speed. */
    private static Duration severalSteps(int speed) {
        return Duration.ofSeconds(Math.max(300, speed));
    }

    /** Asked for every order, so the books are asked only now and then. */
    private boolean isFarBehind() {
        long now = System.nanoTime();
        if (now - lagAskedAt > LAG_MEMORY_NANOS) {
            lagAskedAt = now;
            try {
                farBehind = books.lagRecords() > MOST_LAG;
            } catch (DatabaseException away) {
                // Books that cannot be reached fall behind.
                farBehind = true;
            }
        }
        return farBehind;
    }

    FundedExchange funded() {
        return funded;
    }

    SpotRenewal renewal() {
        return new SpotRenewal(exchange, books.ledger(), books.wallets());
    }

    Ledger ledger() {
        return books.ledger();
    }

    Books books() {
        return books;
    }

    /** Where holders want to be told, and the way there. */
    AccountWebhooks webhooks() {
        return new AccountWebhooks(webhooks, sender, exchange.clock()::now);
    }

    /** How well pools keep their word. */
    ReliabilityReport reliability() {
        return reliability;
    }

    Fleet fleet() {
        return machines.fleet();
    }

    /** Nodes that another market has marked, if this one knows none yet. */
    Set<NodeRef> markedByAnother() {
        return machines.markedByAnother(exchange.clock().now());
    }

    /** How many lots of a pool the fleet has out of internal use, as its scheduler sees it. */
    long fencedLots(PoolId pool) {
        return machines.fencedLots(pool);
    }

    /**
     * Whether money, titles and machines are in balance, at one place of the journal: the engine's own laws, the books
     * against the engine to the micro-dollar, the books in themselves, and the fleet.
     *
     * @return a sentence for each thing that is not
     */
    List<String> imbalances() {
        List<String> wrong = new ArrayList<>();
        for (PoolId pool : exchange.pools()) {
            View.BalanceView balance = (View.BalanceView) Answers.await(exchange.ask(pool, new Query.Balance()));
            balance.violations().forEach(violation -> wrong.add(pool + ": " + violation));
            wrong.addAll(booksAgainstEngine(pool));
        }
        if (!books.ledger().sweep().isClean()) {
            wrong.add("the books do not add up: " + books.ledger().sweep());
        }
        try {
            fleet().check(exchange.clock().now());
        } catch (ConservationException broken) {
            wrong.add("the fleet: " + broken.getMessage());
        }
        return wrong;
    }

    /** The books are a moment behind; they are compared at the first moment at which both stand at one command. */
    private List<String> booksAgainstEngine(PoolId pool) {
        for (int i = 0; i < TRIES; i++) {
            var answer = exchange.ask(pool, new Query.Wallets()).join();
            View.WalletsView wallets = (View.WalletsView) answer.value();
            Reconciliation.Report report =
                    books.reconciliation().compare(pool, answer.sequence(), wallets.wallets(), wallets.fees());
            if (report.isComparable()) {
                return report.differences();
            }
            try {
                Thread.sleep(TRY_MILLIS);
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return List.of(pool + ": the books do not catch up with the engine");
    }

    /** Waits for orders that are being funded. */
    @Override
    public void close() {
        funded.close();
        sender.close();
    }
}
