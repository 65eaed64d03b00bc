package io.tidemark.fleet.settlement;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Event;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.database.TestServer;
import io.tidemark.fleet.ledger.Ledger;
import io.tidemark.fleet.ledger.WalletTransfers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Fills per second into the books, for several sizes of a batch. A main class, not a test: a time is not a promise. */
final class IngestMeasurement {
    private IngestMeasurement() {}

    public static void main(String... arguments) throws Exception {
        Path directory = Files.createTempDirectory("ingest");
        AtomicLong fills = new AtomicLong();
        try (JournaledMarket market = new JournaledMarket(PoolId.parse("B200X8.PRN1"), directory)) {
            RandomCommands commands = new RandomCommands(market.engine, 11, true);
            for (int i = 0; i < 6_000; i++) {
                RandomCommands.Next next = commands.next();
                market.apply(next.time(), next.draw(), next.command())
                        .events()
                        .forEach(event -> fills.addAndGet(legs(event)));
                if (i % 20 == 0) {
                    market.commit();
                }
            }
            market.commit();
            for (int size : new int[] {1, 10, 50, 50, 200}) {
                try (Database database = TestServer.newDatabase().open()) {
                    Ledger ledger = new Ledger(database, () -> 0);
                    WalletTransfers wallets = new WalletTransfers(database, ledger, () -> 0, 0);
                    Tasks tasks = new Tasks(database, () -> 0, RetryPolicy.DEFAULT);
                    try (Ingest ingest =
                            new Ingest(database, ledger, wallets, tasks, market.journal, size, point -> {})) {
                        long began = System.nanoTime();
                        int batches = 0;
                        while (ingest.step() > 0) {
                            batches++;
                        }
                        double seconds = (System.nanoTime() - began) / 1e9;
                        System.out.printf(
                                "batches of %d fills: %d fills, %d transfers in %d transactions, %.1f s,"
                                        + " %.0f fills/s, %.0f transfers/s%n",
                                size,
                                fills.get(),
                                ledger.sweep().transfers(),
                                batches,
                                seconds,
                                fills.get() / seconds,
                                ledger.sweep().transfers() / seconds);
                    }
                }
            }
        }
        Runtime.getRuntime().exit(0);
    }

    private static long legs(Event event) {
        if (event instanceof Event.Traded traded) {
            return traded.legs().size();
        }
        return event instanceof Event.HourSettled settled ? settled.legs().size() : 0;
    }
}
