package io.tidemark.connectors.server;

import io.tidemark.connectors.funding.FundedExchange;
import io.tidemark.connectors.funding.SpotRenewal;
import io.tidemark.exchange.cluster.HazelcastExchange;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import io.tidemark.fleet.database.Database;
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

    private final HazelcastExchange exchange;
    private final Database database;
    private final Fleet fleet;
    private final Settlement settlement;
    private final FundedExchange funded;
    private volatile long lagAskedAt = System.nanoTime();
    private volatile boolean farBehind;

    private BackOffice(HazelcastExchange exchange, Database database, Fleet fleet, Settlement settlement) {
        this.exchange = exchange;
        this.database = database;
        this.fleet = fleet;
        this.settlement = settlement;
        this.funded = new FundedExchange(exchange, settlement.ledger(), settlement.wallets(), this::isFarBehind);
    }

    /**
     * Opens the books and the fleet, and begins to settle.
     *
     * @param database of which it becomes the owner
     * @param access how an account gets into its nodes
     */
    static BackOffice open(
            VenueConfig config, HazelcastExchange exchange, Database database, LongFunction<Access> access) {
        EmbeddedFleet machines = new EmbeddedFleet(
                database.connections(),
                new EmbeddedOptions(
                        config.machines().seed(), 1, config.machines().faults() ? NOW_AND_THEN : Faults.NONE));
        long now = exchange.clock().now();
        config.pools().forEach(pool -> machines.install(pool.id(), Math.toIntExact(pool.lots()), now));
        Fleet fleet = new Fleet(
                database.connections(),
                machines,
                machines,
                FleetPolicy.standard()
                        .withLimitsOfAtLeast(severalSteps(exchange.clock().speed())));
        PoolPort pools = (pool, query) -> Answers.await(exchange.ask(pool, query));
        Settlement settlement = Settlement.start(
                database,
                exchange.journal(),
                new Settlement.Parts(
                        (pool, command) -> Answers.await(exchange.submit(pool, command)),
                        new Dispatch(fleet, pools, access, exchange.clock()::now),
                        // Holders read their notices where they read their leases; there is no channel to push them
                        // yet.
                        (key, task) -> {},
                        exchange.clock()::now));
        return new BackOffice(exchange, database, fleet, settlement);
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
            farBehind = settlement.lagRecords() > MOST_LAG;
        }
        return farBehind;
    }

    FundedExchange funded() {
        return funded;
    }

    SpotRenewal renewal() {
        return new SpotRenewal(exchange, settlement.ledger(), settlement.wallets());
    }

    Ledger ledger() {
        return settlement.ledger();
    }

    Settlement settlement() {
        return settlement;
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
        if (!settlement.ledger().sweep().isClean()) {
            wrong.add("the books do not add up: " + settlement.ledger().sweep());
        }
        settlement.problem().ifPresent(problem -> wrong.add("settlement stands still: " + problem));
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
                    settlement.reconciliation().compare(pool, answer.sequence(), wallets.wallets(), wallets.fees());
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

    /** Stops settling; what is under way is finished, what waits stays a row. */
    @Override
    public void close() {
        funded.close();
        settlement.close();
        database.close();
    }
}
