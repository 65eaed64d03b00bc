package io.tidemark.exchange.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.exchange.pool.Phase;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.View;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HazelcastExchangeTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final PoolId RACKS = PoolId.parse("GB200R64.HYP1");
    private static final long START = Hours.startMillis(Hours.parse("2026112108"));
    private static final long ALICE = 100;

    @TempDir
    private Path directory;

    private HazelcastExchange open(int speed) {
        return HazelcastExchange.open(
                directory,
                Set.of(POOL, RACKS),
                last -> MarketClock.startingAt(last == Long.MIN_VALUE ? START : last, speed));
    }

    private static Reply submit(Exchange exchange, Command command) {
        return exchange.submit(POOL, command)
                .orTimeout(20, TimeUnit.SECONDS)
                .join()
                .value();
    }

    private static View ask(Exchange exchange, Query query) {
        return exchange.ask(POOL, query).orTimeout(20, TimeUnit.SECONDS).join().value();
    }

    private static Command.SubmitOrder bid(String clientOrderId) {
        return new Command.SubmitOrder(
                ALICE,
                clientOrderId,
                Side.BUY,
                new DeliveryWindow(Hours.containing(START) + 5, 4),
                2,
                205,
                TimeInForce.GTC,
                true);
    }

    private static void openAndFund(Exchange exchange) {
        submit(exchange, new Command.OpenMarket(MarketRules.standard()));
        submit(exchange, new Command.OpenAccount(ALICE, ALICE));
        submit(exchange, new Command.Credit(ALICE, 1, Money.parse("100000")));
    }

    @Test
    void everyCommandIsTimedAndEveryGroupIsCounted() {
        LongAdder answered = new LongAdder();
        LongAdder records = new LongAdder();
        LongAdder bytes = new LongAdder();
        HazelcastExchange exchange = open(1);
        long before = exchange.journal().durableOffset();
        try (exchange) {
            exchange.observe((pool, nanos) -> {
                assertThat(pool).isEqualTo(POOL);
                assertThat(nanos).isPositive();
                answered.increment();
            });
            exchange.journal().observe((count, size, nanos) -> {
                records.add(count);
                bytes.add(size);
            });
            submit(exchange, new Command.OpenMarket(MarketRules.standard()));
            submit(exchange, new Command.OpenAccount(ALICE, ALICE));
            // A question waits until what it saw is durable; an answer is given an instant before the load says so.
            assertThat(ask(exchange, new Query.OpenOrders())).isEqualTo(new View.OpenOrdersView(0, 0));
            assertThat(exchange.load(POOL).durableSequence()).isGreaterThanOrEqualTo(2);
            assertThat(exchange.load(POOL).busyRefusals()).isZero();
        }
        assertThat(answered.sum()).isEqualTo(exchange.load(POOL).durableSequence());
        assertThat(records.sum()).isEqualTo(exchange.journal().durableOffset() - before);
        assertThat(bytes.sum()).isPositive();
    }

    @Test
    void whatWasAcknowledgedIsThereAfterARestart() {
        View before;
        try (HazelcastExchange exchange = open(1)) {
            openAndFund(exchange);
            assertThat(submit(exchange, bid("first"))).isInstanceOf(Reply.Accepted.class);
            before = ask(exchange, Query.OrdersOf.newest(ALICE, 1_000));
        }
        try (HazelcastExchange exchange = open(1)) {
            assertThat(ask(exchange, Query.OrdersOf.newest(ALICE, 1_000))).isEqualTo(before);
            Reply repeated = submit(exchange, bid("first"));
            assertThat(repeated).isEqualTo(new Reply.Accepted(1, 0, 0, true));
        }
    }

    @Test
    void aPoolActsByItselfWhenItsTimerIsDue() throws InterruptedException {
        List<LoggedCommand> told = Collections.synchronizedList(new ArrayList<>());
        // An opening call of ten minutes takes one second at this speed.
        try (HazelcastExchange exchange = open(600)) {
            exchange.subscribe((pool, logged) -> told.addAll(logged));
            openAndFund(exchange);
            for (int i = 0; i < 100 && phase(exchange) != Phase.CONTINUOUS; i++) {
                Thread.sleep(50);
            }
            assertThat(phase(exchange)).isEqualTo(Phase.CONTINUOUS);
        }
        assertThat(told).extracting(LoggedCommand::sequence).isSorted();
        assertThat(told).anySatisfy(logged -> assertThat(logged.command()).isInstanceOf(Command.Tick.class));
    }

    private static Phase phase(Exchange exchange) {
        return ((View.PoolView) ask(exchange, new Query.PoolStatus())).phase();
    }

    @Test
    void manyClientsAreEachAnsweredOnceAndInSequence() {
        try (HazelcastExchange exchange = open(1)) {
            openAndFund(exchange);
            List<CompletableFuture<Exchange.Answer<Reply>>> answers = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                answers.add(exchange.submit(POOL, bid("c" + i % 500)));
            }
            List<Long> sequences = answers.stream()
                    .map(answer -> answer.orTimeout(20, TimeUnit.SECONDS).join().sequence())
                    .toList();
            assertThat(sequences).isSorted().doesNotHaveDuplicates();
            View.OrdersView orders = (View.OrdersView) ask(exchange, Query.OrdersOf.newest(ALICE, 1_000));
            assertThat(orders.orders()).hasSize(500);
        }
    }
}
