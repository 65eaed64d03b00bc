package io.tidemark.exchange.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers as bits find their neighbours as a sorted set does. */
class PlaceSetTest {
    private final PlaceSet places = new PlaceSet();
    private final TreeSet<Integer> sorted = new TreeSet<>();

    /** Few numbers far apart, and so many that hardly one is missing. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 60, 1_000})
    void itAnswersAsASortedSetDoes(int about) {
        Random random = new Random(about);
        for (int step = 0; step < 20_000; step++) {
            int place = random.nextInt(PlaceSet.PLACES);
            if (random.nextInt(PlaceSet.PLACES) < about) {
                places.add(place);
                sorted.add(place);
            } else {
                places.remove(place);
                sorted.remove(place);
            }
            int asked = step % 3 == 0 ? edge(random) : random.nextInt(PlaceSet.PLACES);
            assertThat(places.above(asked)).isEqualTo(orNone(sorted.higher(asked)));
            assertThat(places.below(asked)).isEqualTo(orNone(sorted.lower(asked)));
            assertThat(places.lowest()).isEqualTo(sorted.isEmpty() ? PlaceSet.NONE : sorted.first());
            assertThat(places.highest()).isEqualTo(sorted.isEmpty() ? PlaceSet.NONE : sorted.last());
            assertThat(places.isEmpty()).isEqualTo(sorted.isEmpty());
        }
        assertThat(sorted.size()).isBetween(about / 4, 4 * about + 4);
    }

    /** The first or the last number of a word of bits. */
    private static int edge(Random random) {
        return random.nextInt(PlaceSet.PLACES / 64) * 64 + (random.nextBoolean() ? 0 : 63);
    }

    private static int orNone(Integer place) {
        return place == null ? PlaceSet.NONE : place;
    }
}
