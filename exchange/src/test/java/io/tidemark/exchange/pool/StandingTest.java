package io.tidemark.exchange.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a group traded counts for thirty days, however long it did nothing in between, and is the same when restored. */
class StandingTest {
    private static final long DAY = 86_400_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 20, 70})
    void itCountsWhatASumOverAllDaysCounts(int longestPause) {
        Random random = new Random(longestPause);
        Map<Long, Long> traded = new TreeMap<>();
        Standing standing = new Standing();
        long now = 20_000 * DAY;
        for (int step = 0; step < 2_000; step++) {
            now += random.nextInt(3) > 0 ? random.nextInt(1_000) : random.nextLong(longestPause * DAY);
            assertThat(standing.lotHours(now)).isEqualTo(sum(traded, now));
            if (random.nextBoolean()) {
                long lotHours = random.nextLong(1, 101);
                standing.traded(now, lotHours);
                traded.merge(now / DAY, lotHours, Long::sum);
                assertThat(standing.lotHours(now)).isEqualTo(sum(traded, now));
            }
            if (random.nextInt(20) == 0) {
                PoolSnapshot.GroupStanding saved = standing.save(1, now);
                standing = new Standing();
                standing.load(saved, now);
                assertThat(standing.save(1, now)).isEqualTo(saved);
            }
        }
    }

    private static long sum(Map<Long, Long> traded, long now) {
        long today = now / DAY;
        return traded.entrySet().stream()
                .filter(day -> day.getKey() > today - Standing.DAYS)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
