package io.tidemark.fleet.settlement;

import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalConsumer;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.ledger.EnginePort;
import io.tidemark.fleet.ledger.Ledger;
import io.tidemark.fleet.ledger.WalletTransfers;
import io.tidemark.fleet.settlement.Task.Step;
import java.util.Optional;
import java.util.Properties;
import java.util.function.LongSupplier;
import org.apache.camel.impl.DefaultCamelContext;

/** Settlement as it runs: four routes over the journal, the books and the fleet. */
public final class Settlement implements AutoCloseable, JournalConsumer {
    private static final long RESEND_MS = 5_000;

    private final Journal journal;
    private final Ledger ledger;
    private final WalletTransfers wallets;
    private final Tasks tasks;
    private final Ingest ingest;
    private final IngestWork ingestWork;
    private final Reconciliation reconciliation;
    private final DefaultCamelContext camel;

    private Settlement(Journal journal, Database database, Parts parts) {
        this.journal = journal;
        this.ledger = new Ledger(database, parts.clock);
        this.wallets = new WalletTransfers(database, ledger, parts.clock, RESEND_MS);
        this.tasks = new Tasks(database, parts.clock, parts.policy);
        this.ingest = new Ingest(database, ledger, wallets, tasks, journal, Ingest.FILLS, point -> {});
        this.ingestWork = new IngestWork(ingest, parts.clock);
        this.reconciliation = new Reconciliation(database, ledger);
        this.camel = new DefaultCamelContext();
        camel.getPropertiesComponent().setInitialProperties(parts.endpoints);
    }

    /**
     * What settlement is given.
     *
     * @param clock epoch milliseconds
     * @param endpoints where the routes start from; {@link #productionEndpoints()} unless a test swaps them
     */
    public record Parts(
            EnginePort engine,
            FleetPort fleet,
            HolderPort holder,
            LongSupplier clock,
            RetryPolicy policy,
            Properties endpoints) {
        public Parts(EnginePort engine, FleetPort fleet, HolderPort holder, LongSupplier clock) {
            this(engine, fleet, holder, clock, RetryPolicy.DEFAULT, productionEndpoints());
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
     * Starts the routes. The database and the journal stay the caller's, who closes them after this.
     *
     * @throws IllegalStateException if a route does not start
     */
    public static Settlement start(Database database, Journal journal, Parts parts) {
        Settlement settlement = new Settlement(journal, database, parts);
        try {
            settlement.camel.addRoutes(new IngestRoute(settlement.ingestWork));
            settlement.camel.addRoutes(new WalletRoute(settlement.wallets, parts.engine));
            for (Step step : Step.values()) {
                settlement.camel.addRoutes(
                        new StepRoute(new StepWork(settlement.tasks, step, parts.fleet, parts.holder, point -> {})));
            }
            settlement.camel.start();
            return settlement;
        } catch (Exception failed) {
            settlement.close();
            throw new IllegalStateException("settlement does not start", failed);
        }
    }

    public Ledger ledger() {
        return ledger;
    }

    public WalletTransfers wallets() {
        return wallets;
    }

    public Tasks tasks() {
        return tasks;
    }

    public Reconciliation reconciliation() {
        return reconciliation;
    }

    /** How far the journal is in the books. */
    public Position position() {
        return ingest.position();
    }

    @Override
    public String consumerName() {
        return "settlement";
    }

    /** The record that is taken into the books next; what is before it is in the database. */
    @Override
    public long neededFrom() {
        return position().recordOffset();
    }

    /** Durable journal records that are not in the books yet. New orders are refused before this can matter. */
    public long lagRecords() {
        return Math.max(0, journal.durableOffset() - position().recordOffset());
    }

    /** Why the books stand still; empty while all is well. */
    public Optional<String> problem() {
        return ingestWork.problem();
    }

    /** Stops the routes; what they were in the middle of is finished, and what waits stays a row. */
    @Override
    public void close() {
        camel.stop();
        ingest.close();
    }
}
