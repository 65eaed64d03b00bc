package io.tidemark.exchange.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final AtomicLong clock = new AtomicLong();
    private final List<String> said = new ArrayList<>();
    private final Progress progress = new Progress(clock::get, said::add);

    private void reachedAt(double seconds, long commands) {
        clock.set((long) (seconds * 1e9));
        progress.reached(commands);
    }

    @Test
    void aReplaySpeaksEveryTwoSeconds() {
        reachedAt(0.5, 3_000);
        reachedAt(1.9, 11_900);
        assertThat(said).as("a short one says nothing").isEmpty();
        reachedAt(2.1, 12_000);
        reachedAt(3.9, 20_000);
        reachedAt(4.2, 1_234_567);
        assertThat(said).containsExactly("replayed 12,000 commands ...", "replayed 1,234,567 commands ...");
    }
}
