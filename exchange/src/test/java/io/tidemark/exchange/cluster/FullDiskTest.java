package io.tidemark.exchange.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.faults.LoopFileSystem;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.exchange.pool.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a full disk whoever wants out gets out, nobody gets in, and it ends by itself. */
class FullDiskTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final long START = Hours.startMillis(Hours.parse("2026112108"));
    private static final long ALICE = 100;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    @TempDir
    Path scratch;

    @Test
    void onAFullDiskOrdersAreRefusedAndCancelsWorkUntilThereIsRoomAgain() throws Exception {
        LoopFileSystem.assumeUsable(scratch);
        // Two segments of 64 MiB fit, the one that is written and the one that lies ready.
        try (LoopFileSystem disk = LoopFileSystem.make(scratch.resolve("disk"), 160)) {
            long order;
            try (HazelcastExchange exchange = open(disk)) {
                submit(exchange, new Command.OpenMarket(MarketRules.standard()));
                submit(exchange, new Command.OpenAccount(ALICE, ALICE));
                submit(exchange, new Command.Credit(ALICE, 1, Money.parse("100000")));
                order = ((Reply.Accepted) submit(exchange, bid("first"))).orderId();
            }
            Path filler = disk.fillExcept(20 << 10);
            try (HazelcastExchange exchange = open(disk)) {
                String refusal = awaitRefusal(exchange);
                assertThat(refusal).contains("takes only cancels").contains("No space left on device");
                assertThat(submit(exchange, new Command.Cancel(ALICE, order))).isNotInstanceOf(Reply.Refused.class);
                assertThat(exchange.stoppedPools()).isEmpty();
                assertThat(refusal(exchange, bid("again"))).isPresent();
                Files.delete(filler);
                awaitRoom(exchange);
                assertThat(submit(exchange, bid("last"))).isInstanceOf(Reply.Accepted.class);
            }
        }
    }

    private static String awaitRefusal(Exchange exchange) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        for (int i = 0; System.nanoTime() < deadline; i++) {
            Optional<String> refused = refusal(exchange, bid("probe" + i));
            if (refused.isPresent()) {
                return refused.get();
            }
            Thread.sleep(100);
        }
        throw new AssertionError("orders are still taken");
    }

    private static void awaitRoom(Exchange exchange) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (refusal(exchange, new Command.Tick()).isPresent()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
            Thread.sleep(100);
        }
    }

    /** What an exchange without room says; empty if it takes the command. */
    private static Optional<String> refusal(Exchange exchange, Command command) {
        try {
            submit(exchange, command);
            return Optional.empty();
        } catch (CompletionException failed) {
            assertThat(failed).hasCauseInstanceOf(ExchangeFullException.class);
            return Optional.of(failed.toString());
        }
    }

    private static Reply submit(Exchange exchange, Command command) {
        return exchange.submit(POOL, command)
                .orTimeout(60, TimeUnit.SECONDS)
                .join()
                .value();
    }

    private static HazelcastExchange open(LoopFileSystem disk) throws IOException {
        return HazelcastExchange.open(
                disk.root().resolve("journal"),
                Set.of(POOL),
                last -> MarketClock.startingAt(last == Long.MIN_VALUE ? START : last, 1));
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
}
