package io.tidemark.connectors.server;

import io.tidemark.connectors.funding.FundedExchange;
import io.tidemark.connectors.funding.SpotRenewal;
import io.tidemark.exchange.cluster.HostedExchange;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.database.DatabaseException;
import io.tidemark.fleet.dispatch.Dispatch;
import io.tidemark.fleet.dispatch.PoolPort;
import io.tidemark.fleet.driver.Access;
import io.tidemark.fleet.driver.embedded.EmbeddedFleet;
import io.tidemark.fleet.driver.embedded.EmbeddedOptions;
import io.tidemark.fleet.driver.embedded.Faults;
import io.tidemark.fleet.ledger.Ledger;
import io.tidemark.fleet.node.ConservationException;
import io.tidemark.fleet.node.Fleet;
import io.tidemark.fleet.node.FleetPolicy;
import io.tidemark.fleet.settlement.Books;
import io.tidemark.fleet.settlement.Reconciliation;
import io.tidemark.fleet.settlement.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** What happens after a trade: the database, the books, the machines, and the routes between them. */
final class BackOffice implements AutoCloseable {
    /** Records of the journal that the books may be behind before new orders are refused: about a second of them. */
    static final long MOST_LAG = 5_000;

    private static final Faults NOW_AND_THEN = new Faults(0.1, 0.05, 0.005);

    private static final long LAG_MEMORY_NANOS = 200_000_000;

    private static final int TRIES = 400;
    private static final long TRY_MILLIS = 25;

    private final HostedExchange exchange;
    private final EmbeddedFleet machines;
    private final Fleet fleet;
    private final Books books;
    private final FundedExchange funded;
    private final LongFunction<Access> access;
    private volatile long lagAskedAt = System.nanoTime();
    private volatile boolean farBehind;

    /**
     * One over a database and the machines in it.
     *
     * @param access how an account gets into its nodes
     */
    BackOffice(VenueConfig config, HostedExchange exchange, Database database, LongFunction<Access> access) {
        this.exchange = exchange;
        this.access = access;
        this.machines = new EmbeddedFleet(
                database.connections(),
                new EmbeddedOptions(
                        config.machines().seed(), 1, config.machines().faults() ? NOW_AND_THEN : Faults.NONE));
        this.fleet = new Fleet(
                database.connections(),
                machines,
                machines,
                FleetPolicy.standard()
                        .withLimitsOfAtLeast(severalSteps(exchange.clock().speed())));
        this.books = new Books(database, exchange.journal(), exchange.clock()::now);
        this.funded = new FundedExchange(exchange, books.ledger(), books.wallets(), this::isFarBehind);
    }

    /** Puts the machines of each pool into its racks, unless they stand there. */
    void install(VenueConfig config) {
        long now = exchange.clock().now();
        config.pools().forEach(pool -> machines.install(pool.id(), Math.toIntExact(pool.lots()), now));
    }

    /** Begins to take the journal into the books, and what follows from it to the machines, until it is closed. */
    Settlement settle() {
        PoolPort pools = (pool, query) -> Answers.await(exchange.ask(pool, query));
        return Settlement.start(
                books,
                new Settlement.Parts(
                        (pool, command) -> Answers.await(exchange.submit(pool, command)),
                        new Dispatch(fleet, pools, access, exchange.clock()::now),
                        // Holders read their notices where they read their leases; there is no channel to push them
                        // yet.
                        (key, task) -> {}));
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

    Fleet fleet() {
        return fleet;
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
            fleet.check(exchange.clock().now());
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
    }
}
