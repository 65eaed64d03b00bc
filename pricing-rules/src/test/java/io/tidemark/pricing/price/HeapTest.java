package io.tidemark.pricing.price;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.pricing.Samples;
import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.publish.PoolPrices;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A session that is not let go of, or an engine that remembers facts, would show here. {@code -Dtidemark.heap.ticks=100000}
 * watches a year of a pool that is priced every five minutes.
 */
class HeapTest {
    private static final int TICKS = Integer.getInteger("tidemark.heap.ticks", 3_000);
    private static final long MEGABYTE = 1 << 20;

    @Test
    void pricingKeepsNothing() {
        Pricer pricer = new Pricer(Samples.RULES);
        Optional<PoolPrices> published = Optional.empty();
        long afterAFifth = 0;
        for (int tick = 0; tick < TICKS; tick++) {
            published = Optional.of(pricer.price(week(tick), published));
            if (tick == TICKS / 5) {
                afterAFifth = usedBytes();
            }
        }
        assertThat(pricer.counts().ticks()).isEqualTo(TICKS);
        assertThat(usedBytes() - afterAFifth).as("growth over %d ticks", TICKS).isLessThan(8 * MEGABYTE);
    }

    /** A week of hours that are never the same twice. */
    private static PoolFacts week(int tick) {
        long now = Samples.NOON + tick * 300_000L;
        List<HourFacts> hours = new ArrayList<>();
        for (long ahead = 1; ahead <= 168; ahead++) {
            hours.add(HourFacts.at(now, Hours.containing(now) + ahead, 100, 80, (tick + ahead) % 81, 200 + tick % 300));
        }
        return new PoolFacts(Samples.B200, now, 100, 60, tick % 10_001, tick % 5_000, Samples.LIMITS, hours);
    }

    private static long usedBytes() {
        // One collection may leave what only became garbage during it.
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
