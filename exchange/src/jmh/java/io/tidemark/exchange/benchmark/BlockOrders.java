package io.tidemark.exchange.benchmark;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Command.SubmitOrder;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Blocks and sells come and go in a book of 2,400 blocks, and nothing trades: what it costs to find that out. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = Script.GOES / 2)
@Measurement(iterations = Script.GOES / 2)
@Fork(
        value = 1,
        jvmArgs = {"-Xms3g", "-Xmx3g", "-XX:+UseSerialGC"})
public class BlockOrders {
    private static final int BLOCKS = 2_400;
    private static final int ASKS = 1_200;
    private static final int LONGEST_BLOCK = 24;
    private static final int LONGEST_SELL = 8;

    /** Prime to all the lengths, so that windows spread over the hours. */
    private static final int STRIDE = 37;

    private static void fill(SteadyPool pool) {
        for (int i = 0; i < ASKS; i++) {
            pool.apply(sell(pool, i, "ask" + i));
        }
        for (int i = 0; i < BLOCKS; i++) {
            pool.apply(block(pool, i, "block" + i));
        }
        pool.requireNoRefusal();
    }

    /** Seven of ten are all-or-none; all bid less than anybody asks. */
    private static SubmitOrder block(SteadyPool pool, int i, String clientOrderId) {
        int hours = 2 + i % (LONGEST_BLOCK - 1);
        return new SubmitOrder(
                SteadyPool.account(i),
                clientOrderId,
                Side.BUY,
                new DeliveryWindow(pool.hour(i * STRIDE % (SteadyPool.HOURS - hours)), hours),
                1 + i % 16,
                150 + i % 50,
                TimeInForce.GTC,
                i % 10 < 7);
    }

    private static SubmitOrder sell(SteadyPool pool, int i, String clientOrderId) {
        int hours = 1 + i % LONGEST_SELL;
        return new SubmitOrder(
                SteadyPool.account(i + 1),
                clientOrderId,
                Side.SELL,
                new DeliveryWindow(pool.hour(i * STRIDE % (SteadyPool.HOURS - hours)), hours),
                1 + i % 8,
                201 + i % 50,
                TimeInForce.GTC,
                false);
    }

    /** A block comes and goes. */
    @State(Scope.Thread)
    public static class Blocks {
        private @Nullable Script script;

        @Setup
        public void write() {
            script = new Script(BlockOrders::fill, (i, pool, told) -> {
                long id = told.tell(block(pool, i % 100_000, "s" + i));
                told.tell(new Command.Cancel(SteadyPool.account(i % 100_000), id));
            });
        }
    }

    /** A sell of several hours comes and goes. */
    @State(Scope.Thread)
    public static class Sells {
        private @Nullable Script script;

        @Setup
        public void write() {
            script = new Script(BlockOrders::fill, (i, pool, told) -> {
                long id = told.tell(sell(pool, i % 100_000, "s" + i));
                told.tell(new Command.Cancel(SteadyPool.account(i % 100_000 + 1), id));
            });
        }
    }

    @Benchmark
    @OperationsPerInvocation(Script.OPERATIONS)
    public Object enterBlockAndCancel(Blocks state) {
        return Objects.requireNonNull(state.script).go();
    }

    @Benchmark
    @OperationsPerInvocation(Script.OPERATIONS)
    public Object enterSellAndCancel(Sells state) {
        return Objects.requireNonNull(state.script).go();
    }
}
