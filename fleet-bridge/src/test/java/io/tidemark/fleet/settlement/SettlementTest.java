package io.tidemark.fleet.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.database.TestServer;
import io.tidemark.fleet.ledger.Ledger;
import io.tidemark.fleet.settlement.Task.State;
import io.tidemark.fleet.settlement.Task.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The routes: as they run, and with their ends replaced. */
class SettlementTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");

    @TempDir
    private Path directory;

    private final RecordingFleet fleet = new RecordingFleet();
    private Database database;
    private JournaledMarket market;

    @BeforeEach
    void open() {
        database = TestServer.newDatabase().open();
        market = new JournaledMarket(POOL, directory);
    }

    @AfterEach
    void close() {
        market.close();
        database.close();
    }

    private void history(int steps) {
        RandomCommands commands = new RandomCommands(market.engine, 3, true);
        for (int i = 0; i < steps; i++) {
            RandomCommands.Next next = commands.next();
            market.apply(next.time(), next.draw(), next.command());
        }
        market.commit();
    }

    private static void await(String what, BooleanSupplier holds) throws InterruptedException {
        for (int i = 0; i < 1_500 && !holds.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertThat(holds.getAsBoolean()).as(what).isTrue();
    }

    @Test
    void whatTheMarketSaysIsBookedAndDoneWithoutAnybodyAsking() throws InterruptedException {
        history(300);
        fleet.failFor(task -> task.attempts() == 1 && task.id() % 7 == 0);
        Settlement.Parts parts = new Settlement.Parts(
                (pool, command) -> market.submit(command),
                fleet,
                fleet,
                System::currentTimeMillis,
                new RetryPolicy(5, 10, 50, 5_000),
                Settlement.productionEndpoints());
        Books books = new Books(database, market.journal, System::currentTimeMillis);
        try (Settlement settlement = Settlement.start(books, parts)) {
            books.ledger().deposit(101, 5_000_000, "d");
            books.wallets().request(101, POOL, 2_000_000, "t");
            await("the transfer", () -> books.wallets().unresolved(1).isEmpty());
            await("the books", () -> books.lagRecords() == 0);
            await("the tasks", () -> books.tasks().list(State.DUE, 0, 1).isEmpty());
            assertThat(settlement.problem()).isEmpty();
            assertThat(books.ledger().home(101)).isEqualTo(3_000_000);
            assertThat(books.reconciliation()
                            .compare(POOL, market.engine.sequence(), market.wallets(), market.fees())
                            .isClean())
                    .isTrue();
            int done = books.tasks().list(State.DONE, 0, 10_000).size();
            assertThat(done).isGreaterThan(5);
            assertThat(fleet.effects()).hasSize(done);
            assertThat(books.tasks().list(State.PARKED, 0, 1)).isEmpty();
        }
    }

    @Test
    void whatCannotBeTakenInIsSaidAndNothingIsSkipped() throws InterruptedException {
        history(20);
        database.inTransaction(transaction ->
                transaction.update("INSERT INTO pool_position (pool, sequence) VALUES ('B200X8.PRN1', 0)"));
        Settlement.Parts parts = new Settlement.Parts(
                (pool, command) -> market.submit(command), fleet, fleet, System::currentTimeMillis);
        Books books = new Books(database, market.journal, System::currentTimeMillis);
        try (Settlement settlement = Settlement.start(books, parts)) {
            await("the books", () -> books.lagRecords() == 0);
            database.inTransaction(transaction -> transaction.update("UPDATE pool_position SET sequence = 5"));
            Position before = books.position();
            market.submit(new Command.Tick());
            await("a problem", () -> settlement.problem().isPresent());
            assertThat(books.position()).isEqualTo(before);
            assertThat(books.lagRecords()).isEqualTo(1);
            database.inTransaction(transaction -> transaction.update("UPDATE pool_position SET sequence = 20"));
            await("all well again", () -> books.lagRecords() == 0);
            assertThat(settlement.problem()).isEmpty();
        }
    }

    /** A route reads the same with its end replaced: one message is one look at what is due. */
    @Test
    void aStepIsClaimedCalledAndMarkedEachUnderItsName() throws Exception {
        history(300);
        Ledger ledger = new Ledger(database, () -> 0);
        Tasks tasks = new Tasks(database, () -> 0, new RetryPolicy(1, 0, 0, 0));
        try (Ingest ingest = new Ingest(
                        database,
                        ledger,
                        new io.tidemark.fleet.ledger.WalletTransfers(database, ledger, () -> 0, 0),
                        tasks,
                        market.journal,
                        Ingest.FILLS,
                        point -> {});
                DefaultCamelContext camel = new DefaultCamelContext()) {
            while (ingest.step() > 0) {
                // Until the journal has no more.
            }
            Properties ends = new Properties();
            ends.setProperty("settlement.fleet.from", "direct:in");
            camel.getPropertiesComponent().setInitialProperties(ends);
            camel.addRoutes(new StepRoute(new StepWork(tasks, Step.FLEET, fleet, fleet, point -> {})));
            camel.start();
            for (String step : List.of("fleet-claim", "fleet-call", "fleet-done", "fleet-failed")) {
                assertThat(camel.getProcessorDefinition(step)).as(step).isNotNull();
            }
            Task first = tasks.list(State.DUE, 0, 1).get(0);
            fleet.failFor(task -> task.id() == first.id());
            try (ProducerTemplate template = camel.createProducerTemplate()) {
                template.sendBody("direct:in", "");
            }
            assertThat(tasks.find(first.id()).orElseThrow().state()).isEqualTo(State.PARKED);
            assertThat(fleet.effects()).isNotEmpty();
        }
    }
}
