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

/** Orders of one hour come and go in a book of a thousand that rest. With {@code -prof gc}: bytes of garbage each time. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = Script.GOES / 2)
@Measurement(iterations = Script.GOES / 2)
@Fork(
        value = 1,
        jvmArgs = {"-Xms3g", "-Xmx3g", "-XX:+UseSerialGC"})
public class SingleHourOrders {
    private static final int RESTING = 1_000;
    private static final int LEVELS = 100;
    private static final long DEAREST_BID = 200;
    private static final long CHEAPEST_ASK = 201;

    private static void fill(SteadyPool pool) {
        for (int i = 0; i < RESTING; i++) {
            pool.apply(order(pool, i, "resting" + i));
        }
        pool.requireNoRefusal();
    }

    /** Buys and sells by turns, on levels that never meet. */
    private static SubmitOrder order(SteadyPool pool, int i, String clientOrderId) {
        boolean buy = i % 2 == 0;
        return new SubmitOrder(
                SteadyPool.account(i),
                clientOrderId,
                buy ? Side.BUY : Side.SELL,
                new DeliveryWindow(pool.hour(SteadyPool.HOURS / 2), 1),
                1 + i % 8,
                limit(buy, i),
                TimeInForce.GTC,
                false);
    }

    private static long limit(boolean buy, int i) {
        long level = i / 2 % LEVELS;
        return buy ? DEAREST_BID - level : CHEAPEST_ASK + level;
    }

    /** Enter and cancel. */
    @State(Scope.Thread)
    public static class EnterAndCancel {
        private @Nullable Script script;

        @Setup
        public void write() {
            script = new Script(SingleHourOrders::fill, (i, pool, told) -> {
                long id = told.tell(order(pool, i, "s" + i));
                told.tell(new Command.Cancel(SteadyPool.account(i), id));
            });
        }
    }

    /** Enter, replace at another limit, cancel. */
    @State(Scope.Thread)
    public static class EnterReplaceAndCancel {
        private @Nullable Script script;

        @Setup
        public void write() {
            script = new Script(SingleHourOrders::fill, (i, pool, told) -> {
                SubmitOrder order = order(pool, i, "s" + i);
                long id = told.tell(order);
                long account = SteadyPool.account(i);
                told.tell(new Command.Replace(account, id, "r" + i, order.lots(), limit(i % 2 == 0, i + 14)));
                told.tell(new Command.Cancel(account, id));
            });
        }
    }

    @Benchmark
    @OperationsPerInvocation(Script.OPERATIONS)
    public Object enterAndCancel(EnterAndCancel state) {
        return Objects.requireNonNull(state.script).go();
    }

    @Benchmark
    @OperationsPerInvocation(Script.OPERATIONS)
    public Object enterReplaceAndCancel(EnterReplaceAndCancel state) {
        return Objects.requireNonNull(state.script).go();
    }
}
