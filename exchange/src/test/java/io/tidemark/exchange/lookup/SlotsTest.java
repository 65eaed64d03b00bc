package io.tidemark.exchange.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever comes and goes, an entry is found by its hash for as long as it is in, also among others of the same hash. */
class SlotsTest {
    private final Slots<Numbered> slots = new Slots<>();

    private static final class Numbered implements Slots.Entry<Numbered> {
        private final int number;
        private final int hash;
        private @Nullable Numbered next;

        Numbered(int number, int hash) {
            this.number = number;
            this.hash = hash;
        }

        @Override
        public int hash() {
            return hash;
        }

        @Override
        public @Nullable Numbered nextInSlot() {
            return next;
        }

        @Override
        public void nextInSlot(@Nullable Numbered follower) {
            next = follower;
        }
    }

    /** From hashes that are all different to a single one, some of them negative. */
    @ParameterizedTest
    @CsvSource({"1, 100000", "2, 300", "3, 7", "4, 1"})
    void itHoldsWhatAHashMapHolds(int seed, int hashes) {
        Random random = new Random(seed);
        Map<Integer, Numbered> expected = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            int number = random.nextInt(500);
            int hash = number % hashes * -7;
            Numbered known = expected.remove(number);
            assertThat(find(hash, number)).isSameAs(known);
            if (known != null) {
                slots.remove(known);
                assertThat(find(hash, number)).isNull();
            } else {
                Numbered fresh = new Numbered(number, hash);
                slots.add(fresh);
                expected.put(number, fresh);
            }
        }
        assertThat(slots.list()).containsExactlyInAnyOrderElementsOf(expected.values());
    }

    @Test
    void whatIsNotInIsNotTakenOut() {
        slots.add(new Numbered(1, 5));
        assertThatThrownBy(() -> slots.remove(new Numbered(1, 5))).isInstanceOf(IllegalStateException.class);
    }

    private @Nullable Numbered find(int hash, int number) {
        Numbered entry = slots.first(hash);
        while (entry != null && entry.number != number) {
            entry = entry.next;
        }
        return entry;
    }
}
