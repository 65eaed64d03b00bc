package io.tidemark.exchange.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.cluster.HazelcastExchange.Home;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.journal.FileJournal;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.View;
import io.tidemark.exchange.snapshot.FileSnapshots;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exchange with its shadow replica: it comes back from snapshots, and halts a pool that is not what its journal says. */
class WatchedExchangeTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final PoolId RACKS = PoolId.parse("GB200R64.HYP1");
    private static final long START = Hours.startMillis(Hours.parse("2026112108"));
    private static final long ALICE = 100;

    /** Every snapshot is held against the live pool before it is written. */
    private static final ShadowOptions OFTEN = new ShadowOptions(5, Duration.ofDays(1), 3, Duration.ZERO);

    @TempDir
    private Path directory;

    private static MarketClock clock(long last) {
        return MarketClock.startingAt(last == Long.MIN_VALUE ? START : last, 1);
    }

    private HazelcastExchange open() {
        return HazelcastExchange.open(
                new ExchangeOptions(
                        directory.resolve("journal"), Optional.of(directory.resolve("snapshots")), Optional.of(OFTEN)),
                Set.of(POOL, RACKS),
                WatchedExchangeTest::clock);
    }

    private static Reply submit(Exchange exchange, PoolId pool, Command command) {
        return exchange.submit(pool, command)
                .orTimeout(20, TimeUnit.SECONDS)
                .join()
                .value();
    }

    private static View ask(Exchange exchange, Query query) {
        return exchange.ask(POOL, query).orTimeout(20, TimeUnit.SECONDS).join().value();
    }

    private static void openAndFund(Exchange exchange, PoolId pool) {
        submit(exchange, pool, new Command.OpenMarket(MarketRules.standard()));
        submit(exchange, pool, new Command.OpenAccount(ALICE, ALICE));
        submit(exchange, pool, new Command.Credit(ALICE, 1, Money.parse("100000")));
    }

    private static Reply bid(Exchange exchange, PoolId pool, int number) {
        return submit(
                exchange,
                pool,
                new Command.SubmitOrder(
                        ALICE,
                        "c" + number,
                        Side.BUY,
                        new DeliveryWindow(Hours.containing(START) + 5, 4),
                        2,
                        205,
                        TimeInForce.GTC,
                        true));
    }

    private static ShadowStatus.PoolStatus shadowOf(HazelcastExchange exchange, PoolId pool) {
        ShadowStatus status = exchange.shadow().orElseThrow();
        return Objects.requireNonNullElse(
                status.pools().get(pool), new ShadowStatus.PoolStatus(0, 0, Duration.ZERO, Optional.empty()));
    }

    @Test
    void aRestartGoesOnFromSnapshotsThatWereHeldAgainstTheLivePool() {
        View before;
        try (HazelcastExchange exchange = open()) {
            openAndFund(exchange, POOL);
            for (int i = 0; i < 20; i++) {
                bid(exchange, POOL, i);
            }
            Shadows.await(() -> shadowOf(exchange, POOL).snapshotSequence() >= 15);
            assertThat(exchange.stoppedPools()).isEmpty();
            before = ask(exchange, Query.OrdersOf.newest(ALICE, 1_000));
        }
        try (Journal journal = FileJournal.open(directory.resolve("journal"), Histories.SMALL)) {
            Recovery recovery =
                    Recovery.replay(journal, Optional.of(FileSnapshots.open(directory.resolve("snapshots"))));
            assertThat(recovery.commands()).isLessThan(journal.durableSequence(POOL.toString()));
        }
        try (HazelcastExchange exchange = open()) {
            assertThat(ask(exchange, Query.OrdersOf.newest(ALICE, 1_000))).isEqualTo(before);
            assertThat(bid(exchange, POOL, 3)).as("it was entered before").isEqualTo(new Reply.Accepted(4, 0, 0, true));
        }
    }

    @Test
    void aPoolThatIsNotWhatItsJournalSaysIsHaltedAndTheOthersGoOn() {
        Journal journal = new LyingJournal(
                FileJournal.open(directory, Histories.SMALL),
                (pool, command) -> pool.equals(POOL.toString()) && command.sequence() == 10);
        HazelcastExchange exchange = HazelcastExchange.open(
                new Home(journal, Optional.of(new MemorySnapshots())),
                Optional.of(OFTEN),
                Set.of(POOL, RACKS),
                WatchedExchangeTest::clock);
        try (exchange) {
            openAndFund(exchange, POOL);
            openAndFund(exchange, RACKS);
            for (int i = 0; i < 7; i++) {
                bid(exchange, POOL, i);
            }
            Shadows.await(() -> exchange.stoppedPools().containsKey(POOL));
            assertThatThrownBy(() -> bid(exchange, POOL, 8))
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(ExchangeStoppedException.class)
                    .hasMessageContaining("pool B200X8.PRN1 was halted")
                    .hasMessageContaining("at sequence 10");
            assertThat(shadowOf(exchange, POOL).diverged()).isPresent();
            assertThat(bid(exchange, RACKS, 1)).isInstanceOf(Reply.Accepted.class);
            assertThat(exchange.stoppedPools()).containsOnlyKeys(POOL);
        }
        try (Journal again = FileJournal.open(directory, Histories.SMALL)) {
            assertThatThrownBy(() -> Recovery.replay(again, Optional.empty()))
                    .as("it does not come back by itself")
                    .isInstanceOf(ReplayDivergedException.class)
                    .hasMessageContaining("at sequence 10");
        }
    }

    @Test
    void withoutAReplicaNothingIsSaidOfIt() {
        try (HazelcastExchange exchange = HazelcastExchange.open(directory, Set.of(POOL), WatchedExchangeTest::clock)) {
            assertThat(exchange.shadow()).isEmpty();
        }
        assertThatThrownBy(() -> new ExchangeOptions(directory, Optional.empty(), Optional.of(OFTEN)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
