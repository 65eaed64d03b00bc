package io.tidemark.simulations.bench;

import static org.assertj.core.api.Assertions.assertThat;

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
