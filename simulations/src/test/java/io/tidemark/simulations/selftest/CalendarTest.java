package io.tidemark.simulations.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.simulations.random.NamedStreams;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

class CalendarTest {
    private record Entry(long time, int number) {}

    @Test
    void whatWasEnteredFirstComesFirstOfOneInstant() {
        Calendar calendar = new Calendar();
        for (int entry = 0; entry < 500; entry++) {
            calendar.enter(7, entry);
        }
        for (int entry = 0; entry < 500; entry++) {
            assertThat(calendar.take()).isEqualTo(entry);
        }
        assertThat(calendar.isEmpty()).isTrue();
    }

    @Test
    void itGivesWhatAPriorityQueueGives() {
        UniformRandomProvider random = new NamedStreams(3).stream("calendar", 0);
        Calendar calendar = new Calendar();
        PriorityQueue<Entry> queue =
                new PriorityQueue<>(Comparator.comparingLong(Entry::time).thenComparingInt(Entry::number));
        for (int number = 0; number < 20_000; number++) {
            Entry entry = new Entry(random.nextInt(1_000), number);
            calendar.enter(entry.time(), number);
            queue.add(entry);
            if (random.nextInt(100) < 45) {
                assertThat(calendar.nextTime()).isEqualTo(queue.element().time());
                assertThat(calendar.take()).isEqualTo(queue.remove().number());
            }
        }
        while (!queue.isEmpty()) {
            assertThat(calendar.take()).isEqualTo(queue.remove().number());
        }
        assertThat(calendar.isEmpty()).isTrue();
    }
}
