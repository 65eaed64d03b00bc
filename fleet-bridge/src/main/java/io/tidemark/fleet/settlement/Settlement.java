package io.tidemark.fleet.settlement;

import io.tidemark.fleet.ledger.EnginePort;
import io.tidemark.fleet.settlement.Task.Step;
import java.util.Optional;
import java.util.Properties;
import java.util.function.LongSupplier;
import org.apache.camel.impl.DefaultCamelContext;

/** Settlement as it runs: four routes over the journal, the books and the fleet. Two on the same books do no harm. */
public final class Settlement implements AutoCloseable {
    /** The longest that a call to a holder may take, milliseconds. */
    public static final long MOST_SILENT_MS = 10_000;

    /** Half an hour of attempts: a notice that comes later than that is of no use to anybody. */
    static final RetryPolicy TO_HOLDERS = new RetryPolicy(14, 1_000, 300_000, 3 * MOST_SILENT_MS);

    private final Ingest ingest;
    private final IngestWork ingestWork;
    private final HolderWork holderWork;
    private final DefaultCamelContext camel;

    private Settlement(Books books, Tasks tasks, Parts parts) {
        this.ingest = new Ingest(
                books.database(), books.ledger(), books.wallets(), tasks, books.journal(), Ingest.FILLS, point -> {});
        this.ingestWork = new IngestWork(ingest, books.clock());
        // What leaves the house is tried again by real time, however fast the market runs.
        Tasks word = new Tasks(books.database(), parts.realTime, TO_HOLDERS);
        this.holderWork = new HolderWork(word, new StepWork(word, Step.HOLDER, parts.fleet, parts.holder, point -> {}));
        this.camel = new DefaultCamelContext();
        camel.getPropertiesComponent().setInitialProperties(parts.endpoints);
    }

    /**
     * What settlement is given.
     *
     * @param realTime by which word to holders is tried again, epoch milliseconds
     * @param endpoints where the routes start from; {@link #productionEndpoints()} unless a test swaps them
     */
    public record Parts(
            EnginePort engine,
            FleetPort fleet,
            HolderPort holder,
            LongSupplier realTime,
            RetryPolicy policy,
            Properties endpoints) {
        public Parts(EnginePort engine, FleetPort fleet, HolderPort holder, LongSupplier realTime) {
            this(engine, fleet, holder, realTime, RetryPolicy.DEFAULT, productionEndpoints());
        }
    }

    /** The endpoints of production: a timer for each flow. */
    public static Properties productionEndpoints() {
        Properties endpoints = new Properties();
        endpoints.setProperty("settlement.ingest.from", "scheduler:ingest?delay=20&initialDelay=0");
        endpoints.setProperty("settlement.wallets.from", "scheduler:wallets?delay=50&initialDelay=0");
        endpoints.setProperty("settlement.fleet.from", "scheduler:fleet?delay=100&initialDelay=0");
        endpoints.setProperty("settlement.holder.from", "scheduler:holder?delay=100&initialDelay=0");
        return endpoints;
    }

    /**
     * Starts the routes. What is behind the books stays the caller's, who closes it after this.
     *
     * @throws IllegalStateException if a route does not start
     */
    public static Settlement start(Books books, Parts parts) {
        Tasks tasks = books.tasks(parts.policy);
        Settlement settlement = new Settlement(books, tasks, parts);
        try {
            settlement.camel.addRoutes(new IngestRoute(settlement.ingestWork));
            settlement.camel.addRoutes(new WalletRoute(books.wallets(), parts.engine));
            settlement.camel.addRoutes(
                    new StepRoute(new StepWork(tasks, Step.FLEET, parts.fleet, parts.holder, point -> {})));
            settlement.camel.addRoutes(new HolderRoute(settlement.holderWork));
            settlement.camel.start();
            return settlement;
        } catch (Exception failed) {
            settlement.close();
            throw new IllegalStateException("settlement does not start", failed);
        }
    }

    /** Why the books stand still; empty while all is well. */
    public Optional<String> problem() {
        return ingestWork.problem();
    }

    /** Stops the routes; what they were in the middle of is finished, and what waits stays a row. */
    @Override
    public void close() {
        camel.stop();
        holderWork.close();
        ingest.close();
    }
}
