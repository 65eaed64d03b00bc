package io.tidemark.connectors.funding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.cluster.ExchangeBusyException;
import io.tidemark.exchange.cluster.ExchangeOptions;
import io.tidemark.exchange.cluster.HazelcastExchange;
import io.tidemark.exchange.cluster.MarketClock;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.RuleSheet;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.settlement.Books;
import io.tidemark.fleet.settlement.Ingest;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The books may fall behind the engine, but not so far that it matters. */
class LagLimitTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final long START = Hours.startMillis(Hours.parse("2026112114"));
    private static final long ANNA = 100;
    private static final long MOST_LAG = 5;

    @TempDir
    private Path directory;

    private int orders;

    @Test
    void newOrdersAreRefusedWhileTheBooksAreFarBehindAndTakenAgainAfter() {
        try (HazelcastExchange exchange = HazelcastExchange.open(
                        ExchangeOptions.journalOnly(directory.resolve("journal")),
                        Set.of(POOL),
                        last -> MarketClock.stoppedAt(Math.max(last, START), 1));
                Database database = Database.embedded(directory.resolve("database"))) {
            Books books = new Books(database, exchange.journal(), System::currentTimeMillis);
            FundedExchange funded =
                    new FundedExchange(exchange, books.ledger(), books.wallets(), () -> books.lagRecords() > MOST_LAG);
            exchange.submit(POOL, new Command.OpenMarket(MarketRules.standard()))
                    .join();
            exchange.submit(
                            POOL,
                            new Command.PublishRules(new RuleSheet(
                                    "test", 1, 1_000, 0, 0, RuleSheet.LEAST_NOTICE_SECONDS, List.of(), List.of())))
                    .join();
            books.ledger().deposit(ANNA, 1_000_000_000_000L, "d1");
            Ingest ingest = books.ingest(50);
            takeIn(ingest);

            Reply first = buy(funded);
            assertThat(first).isInstanceOf(Reply.Accepted.class);
            while (books.lagRecords() <= MOST_LAG) {
                exchange.submit(POOL, new Command.Tick()).join();
            }
            long home = books.ledger().home(ANNA);
            assertThatThrownBy(() -> buy(funded)).hasRootCauseInstanceOf(ExchangeBusyException.class);
            assertThat(books.ledger().home(ANNA)).as("no money left home").isEqualTo(home);
            assertThat(funded.submit(POOL, new Command.Cancel(ANNA, ((Reply.Accepted) first).orderId()))
                            .join()
                            .value())
                    .as("a cancel is always taken")
                    .isNotInstanceOf(Reply.Refused.class);

            takeIn(ingest);
            assertThat(books.lagRecords()).isZero();
            assertThat(buy(funded)).isInstanceOf(Reply.Accepted.class);
            takeIn(ingest);
            assertThat(books.ledger().sweep().problems()).isEmpty();
            ingest.close();
            funded.close();
        }
    }

    private static void takeIn(Ingest ingest) {
        while (ingest.step() > 0) {
            // Until there is no more.
        }
    }

    private Reply buy(FundedExchange funded) {
        return funded.submit(
                        POOL,
                        new Command.SubmitOrder(
                                ANNA,
                                "c" + orders++,
                                Side.BUY,
                                new DeliveryWindow(Hours.containing(START) + 3, 1),
                                1,
                                200,
                                TimeInForce.GTC,
                                false))
                .join()
                .value();
    }
}
