package io.tidemark.simulations.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Command.SubmitOrder;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.Refusal;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.View;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The workloads do what they say, whatever they measure. */
class WorkloadsTest {
    /** A clock on which everything takes a microsecond. */
    private static final class Even implements Clocks {
        private long now;

        @Override
        public long cpuNanos() {
            return now += 1_000;
        }

        @Override
        public long wallNanos() {
            return now += 1_000;
        }
    }

    private static BlockBench.Result blocks(long seed) {
        return new BlockBench(seed, 2_000, 300, new Even(), done -> {}).run();
    }

    @Test
    void aBookOfBlocksStaysAsFullAsItIs() {
        BlockBench.Result result = blocks(1);
        assertThat(result.resting()).isBetween(290.0, 300.0);
        assertThat(result.refused()).isZero();
        assertThat(result.trades()).as("trades").isGreaterThan(50);
        assertThat(result.kinds())
                .extracting(BlockBench.KindLatency::kind)
                .containsExactly("hourBuy", "blockBuy", "sell", "cancel", "replace");
        assertThat(result.kinds()).allSatisfy(kind -> {
            assertThat(kind.count()).isPositive();
            assertThat(kind.p99()).isEqualTo(1_000);
        });
        assertThat(result.kinds().stream()
                        .mapToLong(BlockBench.KindLatency::count)
                        .sum())
                .isEqualTo(2_000);
    }

    @Test
    void theSameSeedIsTheSameWork() {
        assertThat(blocks(2).tradeHash())
                .isEqualTo(blocks(2).tradeHash())
                .isNotEqualTo(blocks(3).tradeHash());
    }

    @Test
    void aCallIsShortOfSupplyAndNotEmpty() {
        CallBench.Result result = new CallBench(1, 60, 24, new Even(), done -> {}).run(2);
        assertThat(result.trades()).isBetween(20L, 110L);
        assertThat(result.median()).isEqualTo(1_000);
    }

    @Test
    void anOrderTakesMemory() {
        MemoryBench bench = new MemoryBench(1, done -> {});
        assertThat(bench.bytesPerHourOrder(5_000)).isBetween(20L, 10_000L);
        assertThat(bench.bytesPerBlock(2_000)).isBetween(20L, 10_000L);
    }

    /** Three rounds of a flow on an engine, answered at once; then what rests. */
    private static List<Command> played(OrderFlow flow, PoolEngine engine) {
        FlowMarket market = new FlowMarket(0);
        market.opening().forEach(command -> engine.apply(FlowMarket.OPENS, 0, command));
        market.accounts()
                .forEach(command -> assertThat(
                                engine.apply(FlowMarket.TRADES, 0, command).reply())
                        .isNotInstanceOf(Reply.Refused.class));
        List<Command> commands = new ArrayList<>();
        for (int i = 0; i < 6 * flow.places(); i++) {
            Command command = flow.next();
            commands.add(command);
            flow.answered(
                    i, engine.apply(FlowMarket.TRADES + i / 100, 0, command).reply());
        }
        return commands;
    }

    private static OrderFlow flow(long seed) {
        return new OrderFlow(seed, 0, new FlowMarket(0), 1 << 11);
    }

    @Test
    void aFlowOfOrdersKeepsItsBookAsFullAsItIs() {
        OrderFlow flow = flow(1);
        PoolEngine engine = new PoolEngine(PoolId.parse("B200X8.PRN1"));
        List<Command> commands = played(flow, engine);
        long orders = commands.stream().filter(SubmitOrder.class::isInstance).count();
        long cancels =
                commands.stream().filter(Command.Cancel.class::isInstance).count();
        int third = commands.size() / 3;
        assertThat(orders).as("new orders").isBetween(third * 4L / 5, third * 6L / 5 + flow.places());
        assertThat(cancels).as("cancels").isBetween(third * 3L / 5, third * 6L / 5);
        assertThat(flow.refused()).as("of orders that had traded").isBetween(1L, commands.size() / 10L);
        View.OpenOrdersView open = (View.OpenOrdersView) engine.answer(new Query.OpenOrders());
        assertThat(open.firm()).isBetween(flow.places() / 2L, flow.places() * 3L / 4);
    }

    @Test
    void aFlowFollowsFromItsSeed() {
        List<Command> first = played(flow(1), new PoolEngine(PoolId.parse("B200X8.PRN1")));
        assertThat(played(flow(1), new PoolEngine(PoolId.parse("B200X8.PRN1")))).isEqualTo(first);
        assertThat(played(flow(2), new PoolEngine(PoolId.parse("B200X8.PRN1")))).isNotEqualTo(first);
    }

    @Test
    void aFlowWaitsForTheOrderThatItsNextCommandIsAbout() {
        OrderFlow flow = flow(1);
        for (int i = 0; i < flow.places(); i++) {
            assertThat(flow.isReady()).isTrue();
            flow.next();
        }
        assertThat(flow.isReady()).isFalse();
        flow.answered(0, new Reply.Accepted(7, 0, 0, true));
        assertThat(flow.isReady()).isTrue();
        flow.next();
        assertThatThrownBy(() -> flow.answered(
                        1, new Reply.Refused(Refusal.INSUFFICIENT_CREDIT, "limit", "no money", "deposit")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no money");
    }

    @Test
    void aQuantileIsOneOfTheValues() {
        Samples samples = new Samples();
        assertThat(samples.quantile(0.5)).isZero();
        LongStream.rangeClosed(1, 2_000).map(i -> 2_001 - i).forEach(samples::add);
        assertThat(samples.quantile(0.5)).isEqualTo(1_000);
        assertThat(samples.quantile(0.99)).isEqualTo(1_980);
        assertThat(samples.quantile(1)).isEqualTo(2_000);
    }
}
